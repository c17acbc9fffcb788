extension FieldPattern {
    /// Why an expression cannot be read, and where.
    public struct Problem: Error, Hashable, Sendable {
        /// What is wrong.
        public enum Reason: Hashable, Sendable {
            /// A `(` without its `)`, or the other way round.
            case unclosedGroup, unopenedGroup
            /// A `[` without its `]`.
            case unclosedClass
            /// `[]`, which nothing fits.
            case emptyClass
            /// A range such as `z-a`.
            case backwards
            /// A range with `\d` or the like at one of its ends.
            case noRange
            /// A `*`, `+`, `?` or count with nothing in front of it, or behind another one.
            case nothingToRepeat
            /// A count such as `{4,2}`, or more than a thousand.
            case badCount
            /// A `{`, `}` or `]` that means itself and is not escaped.
            case unescaped(Character)
            /// An escape that nobody knows, or one at the end.
            case badEscape(String)
            /// What other machines can do and this one cannot.
            case unsupported(String)
            /// Groups in groups.
            case tooDeep
            /// Counts that come to too many steps.
            case tooLarge
        }

        /// What is wrong.
        public let reason: Reason
        /// The place of the character at which it is seen, counted in Unicode scalars from 0.
        public let offset: Int

        init(_ reason: Reason, at offset: Int) {
            self.reason = reason
            self.offset = offset
        }
    }
}
