#!/usr/bin/env python3
"""Invented projects, whose generated Swift has to compile and whose bundle has to be taken.

    projects.py POSTBACK MODULES [COUNT] [SEED]

Schemas and partner files are made by the rules of their grammar, with names that are keywords or types of Swift, that
become one name there, or that the generated code uses, and with texts that end literals and comments. What `check` refuses
is taken out; what it takes has to go all the way: `generate swift` and the type checker of the compiler, `generate bundle`
and a run that reads it. MODULES is the folder that has the modules of this package.
"""
import json, os, random, shutil, subprocess, sys, tempfile

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
postback, modules = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
count = int(sys.argv[3]) if len(sys.argv) > 3 else 6
seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(1_000_000)
print("seed %d" % seed)
chance = random.Random(seed)

words = """
    class self type init default in is as func let var value values string int bool event fields field item items data
    array optional result error some any await async actor protocol extension import public static subscript true false
    nil super throws rethrows where while switch case repeat return operator inout internal open private guard defer do
    catch continue break enum struct typealias associatedtype deinit template partner catalogue check bind description
    hash hash_value raw_value all_cases x a1 a_1 level1 level_1 u_r_l id uuid ip url foundation swift timestamp decimal
    character unit never void main dispatch sequence collection codable sendable hashable equatable object get set
    will_set did_set left right none dynamic lazy weak unowned required override mutating prefix indirect final macro
    package borrowing consuming copy each isolated sending of with integrations postback postbacks postback_event
    postback_runtime postback_template partner_template exact_decimal partner_fields field_definition macro_definition
    certified_partner case_iterable text_value events kinds macros signals storage owned take platform kind_name
    remove_all encoder decoder comparable date double float character_set substring slice key_path self_ is_empty
    count append contains map filter first last index index_of print min max abs stride zip
    """.split()
texts = [
    'a "quoted" one', "back\\slash", "\\(interpolated)", '"""', '#"raw"#', "\u00fcn\u00efc\u00f8d\u00e9 \u540d\u524d \U0001F389",
    "of two\nlines", "a\ttab", "*/ end of comment /*", "// comment", "e\u0301 composed", "\u05e9\u05dc\u05d5\u05dd", "${x}",
    "long " * 300, "'", "`", "%@ %d", "\\u{1F600}", "end\\",
]


def word(): return chance.choice(words)


def literal(text):
    for plain, escaped in [("\\", "\\\\"), ('"', '\\"'), ("{", "\\{"), ("}", "\\}"), ("\n", "\\n"), ("\t", "\\t")]:
        text = text.replace(plain, escaped)
    return '"%s"' % text


def text(): return literal(chance.choice(texts))


def documentation(): return "/// " + chance.choice(texts).replace("\n", "\n/// ") + "\n"


def choices():
    some = chance.sample(words, chance.randint(1, 4))
    if chance.random() < 0.3:
        some += chance.sample(["in two words", "1st", "\u00e4", "a-b", "A", "a"], 2)
    return ", ".join(each if each.replace("_", "").isalnum() and each.isascii() and not each[0].isdigit() else
                     literal(each) for each in some)


def value_type():
    return chance.choice(["text", "digits", "uuid", "ip", "currency", "country", "integer", "decimal", "boolean",
                          "timestamp", "url", "language", "choice(%s)" % choices(), "list(text)"])


def schema():
    """Declarations, and the macros that they declare with their types."""
    declared, macros = [], []
    for namespace in chance.sample(words, chance.randint(1, 4)):
        for name in chance.sample(words, chance.randint(1, 5)):
            full = "%s.%s" % (namespace, name)
            kind = chance.random()
            if kind < 0.1:
                declared.append(documentation() + "macro %s.* : scalar" % full)
            elif kind < 0.2:
                declared.append(documentation() + "macro %s : items" % full)
                for part in chance.sample(words, 2):
                    declared.append(documentation() + "macro %s.%s : %s" % (full, part, chance.choice(["text", "decimal"])))
            else:
                kind = value_type()
                declared.append(documentation() + "macro %s : %s" % (full, kind))
                if kind in ("text", "integer", "decimal", "uuid") or kind.startswith("choice"):
                    macros.append(full)
    events = []
    for name in chance.sample(words, 3):
        declared.append(documentation() + "event %s %s" % (name, text()))
        events.append(name)
    kinds = []
    for name in chance.sample(words, 2):
        declared.append(documentation() + "kind %s %s" % (name, text()))
        kinds.append(name)
    return declared, macros, events, kinds


def partner(name, macros, events, kinds):
    lines = [documentation().rstrip("\n"), "partner %s %s" % (name, text()), "revision 1", "category test",
             "platforms ios, android", 'documentation "https://partner.test/docs"']
    fields = chance.sample(words, chance.randint(0, 6))
    for field in fields:
        kind = chance.choice(["text", "digits", "integer", "boolean", "label", "choice(%s)" % choices(), "url", "decimal"])
        lines.append("field %s %s : %s%s%s" % (
            field, text(), "secret " if kind == "text" and chance.random() < 0.3 else "", kind,
            chance.choice(["", " optional", " per event", " per event optional"])))
        if chance.random() < 0.5:
            lines[-1] += " help " + text()
    lines.append('endpoint api "https://api.partner.test"')
    maps = chance.sample(words, chance.randint(0, 2))
    for each in maps:
        lines.append("map %s { %s -> %s, %s, %s -> %s, else -> %s }" % (
            each, text(), text(), word(), literal(word() + "."), text(), chance.choice(["skip", "absent", text()])))
    names = chance.sample(words, chance.randint(0, 2))
    for each in names:
        lines.append("let %s = %s" % (each, chance.choice(macros) if macros else text()))
    targets = chance.sample(kinds + events + ["install", "event", "purchase", literal("Boss defeated"), text()], 3)
    for target in targets:
        body = []
        for number in range(chance.randint(1, 6)):
            source = chance.choice([
                lambda: text(), lambda: "event.id", lambda: chance.choice(macros) if macros else "event.id",
                lambda: "field." + chance.choice(fields) if fields else "event.id",
                lambda: "event.name | " + chance.choice(maps) if maps else "event.id",
                lambda: chance.choice(names) if names else "event.id"])()
            key = chance.choice([word(), literal("k" + word()), text()])
            body.append("        %s = %s" % (key, source))
        lines.append("postback %s {\n    POST api %s\n    json {\n%s\n    }\n}" % (
            target, chance.choice(['"/p"', '"/{event.id}"']), "\n".join(body)))
    return "\n".join(lines) + "\n"


def run(*arguments):
    return subprocess.run(arguments, capture_output=True, text=True, timeout=600)


def errors(folder):
    result = run(postback, "check", "--project", folder, "--format", "json")
    if result.returncode not in (0, 1):
        sys.exit("check ended with %d: %s" % (result.returncode, result.stderr))
    return [each for each in json.loads(result.stdout) if each["severity"] == "error"]


def write(path, content):
    with open(path, "w") as file:
        file.write(content)


def fail(folder, words):
    sys.exit("%s\nwhat it is about is in %s" % (words[:4_000], folder))


refused = files = checked = 0
while checked < count:
    folder = tempfile.mkdtemp(prefix="postback-generated-")
    shutil.copytree(os.path.join(root, "Schemas"), os.path.join(folder, "Schemas"))
    shutil.copytree(os.path.join(root, "Integrations"), os.path.join(folder, "Integrations"))
    for each in os.listdir(os.path.join(folder, "Integrations")):
        # One that is sound; the others would only take time.
        if each != "unity.postback":
            os.unlink(os.path.join(folder, "Integrations", each))
    declared, macros, events, kinds = schema()
    invented = os.path.join(folder, "Schemas", "invented.schema")
    while True:
        write(invented, "\n\n".join(declared) + "\n")
        starts, line = [], 1
        for each in declared:
            starts.append(line)
            line += each.count("\n") + 2
        # What is invented and what is certified can clash; then either of them is the place, and the other is the related one.
        found = errors(folder)
        places = [place for each in found for place in [each] + each["related"] if place["file"].endswith("invented.schema")]
        wrong = {max(index for index, start in enumerate(starts) if start <= place["start"]["line"]) for place in places}
        if not wrong and any(each["file"].startswith("Schemas/") for each in found):
            fail(folder, "a schema has an error that no invented declaration is named for: %s" % found)
        if not wrong:
            break
        refused += len(wrong)
        declared = [each for index, each in enumerate(declared) if index not in wrong]
    kept = "\n".join(declared)
    macros = [each for each in macros if "macro %s :" % each in kept]
    events = [each for each in events if "event %s " % each in kept]
    kinds = [each for each in kinds if "kind %s " % each in kept]
    for name in chance.sample(words, 12):
        write(os.path.join(folder, "Integrations", name + ".postback"), partner(name, macros, events, kinds))
    while True:
        wrong = {each["file"] for each in errors(folder)}
        if not wrong:
            break
        for each in wrong:
            os.unlink(os.path.join(folder, each))
        refused += len(wrong)
    left = os.listdir(os.path.join(folder, "Integrations"))
    if len(left) < 3:
        shutil.rmtree(folder)
        continue
    output = os.path.join(folder, "Generated")
    for what in ("swift", "bundle"):
        result = run(postback, "generate", what, "--project", folder, "--output", output)
        if result.returncode != 0:
            fail(folder, "generate %s: %s%s" % (what, result.stdout, result.stderr))
    sources = [os.path.join(output, each) for each in os.listdir(output) if each.endswith(".swift")]
    result = run("swiftc", "-typecheck", "-swift-version", "6", "-warnings-as-errors", "-I", modules,
                 "-I", os.path.join(root, "Sources/HashInstructions/include"), *sources)
    if result.returncode != 0:
        fail(folder, "what check takes does not compile: " + result.stderr)
    write(os.path.join(folder, "account.json"), '{"account": "acme", "apps": [{"id": "a", "platform": "ios", "bundle_id": "com.acme.a", "partners": []}]}')
    write(os.path.join(folder, "events.jsonl"),
          '{"event": {"kind": "install", "id": "e", "time": "2026-11-23T08:00:00Z"}, "app": {"id": "a"}}\n')
    result = run(postback, "render", "--project", folder, "--bundle", os.path.join(output, "integrations.bundle"),
                 "--configuration", os.path.join(folder, "account.json"), "--events", os.path.join(folder, "events.jsonl"))
    if result.returncode != 0:
        fail(folder, "the bundle is not taken: " + result.stdout + result.stderr)
    files += len(left)
    checked += 1
    shutil.rmtree(folder)
print("%d projects with %d partner files: their Swift compiles and their bundles are taken; %d declarations and files were "
      "refused by check" % (checked, files, refused))
