/// Text and numbers that no encoder may let through as structure, and none may lose.
public enum HostileValues {
    /// Texts, by what is hostile in them.
    ///
    /// None of them begins or ends with white space, and all are in lower case, so that steps which trim and lower text
    /// leave them as they are.
    public static let texts: [(name: String, text: String)] = [
        ("reserved characters", "a&b=c#d/e?f;g:h@i,j+k$l!m*n'o(p)q[r]s"),
        ("percent signs", "a%20b%zz%c%%d%2"),
        ("plus signs and spaces", "a+b c++  d"),
        ("quotes and backslashes", "a\"b'c\\d`e\\\"f\\u0041g"),
        ("marks of templates", "a{b}c${d}e%%f%%g<h>i|j^k~l"),
        ("line breaks and control characters", "a\r\nb\nc\rd\te\u{0}f\u{1B}g\u{7F}h"),
        (
            "every character of one byte",
            String(String.UnicodeScalarView((0x01...0x7F).map { Unicode.Scalar($0) })).lowercased() + "z"
        ),
        (
            "every character from 128 to 255",
            "a" + String(String.UnicodeScalarView((0x80...0xFF).map { Unicode.Scalar($0) })).lowercased() + "z"
        ),
        ("letters of many scripts", "åé漢字हिन्दीไทย😀👨‍👩‍👧z"),
        ("combining marks", "e\u{301}a\u{328}\u{301}o\u{308}z"),
        ("text from right to left", "שלום \u{202E}عربى\u{202C} z"),
        ("invisible characters", "a\u{200B}b\u{200D}c\u{FEFF}d\u{2028}e\u{2029}z"),
        ("structure of JSON", "a\",\"b\":{\"c\":[1,2]},\"d\":\"z"),
        ("structure of URLs", "a/../../b?c=d&e=f#g=https://evil.example/z"),
        ("two thousand bytes", String(repeating: "0123456789abcde&", count: 125) + "z"),
    ]

    /// Numbers, as they are written.
    public static let integers = ["0", "-1", "9223372036854775807", "-9223372036854775808"]

    /// Exact numbers, as they are written.
    public static let decimals = ["0.01", "-0.5", "0.000000000000000001", "99999999999999999.99", "123456789012345678"]
}
