using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Values.Schema;
using Neutree.Core.Toml;
using Neutree.Core.Versions;

namespace Neutree.Core.Tests.Fuzzing;

/// <summary>Whatever a text is, reading it gives a value or a typed error, soon.</summary>
public sealed class TextFuzzTests
{
    private static readonly TimeSpan Time = FuzzBudget.Time(1.5);

    [Fact]
    public void Json() => FuzzRun.Texts(
        1,
        Time,
        ["{", "}", "[", "]", "\"a\"", ":", ",", "1", "-", "e9", ".5", "true", "null", "\\u", "d800", "\"", "\\", " ", "\n", "\0", "é", "\u2028"],
        ["{\"a\": [1, -2.5e-7, \"x\\u00e9\\ud83d\\ude00\", null, true], \"b\": {}}", "[[[[]]], {\"\": \"\"}]"],
        static text => GoJson.Encode(GoJson.Decode(text)));

    [Fact]
    public void Toml() => FuzzRun.Texts(
        2,
        Time,
        ["[", "]", "[[", "]]", "a", ".", "=", "1", "\"", "'", "'''", "\"\"\"", "{", "}", ",", "\n", "#", "1979-05-27", "T07:32:00Z", "inf", "nan", "0x", "_", "+", "é", "\\u", "true"],
        ["a = 1\nb.c = [1, 2, {x = \"y\"}]\n[t]\nd = 1979-05-27T07:32:00-08:00\n[[p]]\n[p.q]\nf = 1e5\n", "s = '''\nraw\n'''\nm = \"\"\"a\\\n  b\"\"\"\n"],
        static text => TomlWriter.Write(TomlReader.Read(text)));

    [Fact]
    public void Regular_expressions() => FuzzRun.Texts(
        4,
        Time,
        ["a", "b", "(", ")", "(?:", "(?i)", "(?P<n>", "[", "]", "[^", "-", "|", "*", "+", "?", "{2}", "{1,3}", "{1000}", "\\d", "\\pL", "\\Q", "\\E", "\\b", "^", "$", ".", "\\x{10FFFF}", "[[:alpha:]]", "é", "\\"],
        ["(a+)+$", "(a|aa)*b", "^(?i)(\\w+\\s?)*$", "((a{0,9}){0,9}){0,9}", "[a-z\\d_]+?(?:x|y)", "(x+x+)+y"],
        static pattern =>
        {
            GoRegex regex = GoRegex.Compile(pattern);
            GoString text = new string('a', 200) + "xyé!";
            regex.FindAll(text, -1);
            regex.ReplaceAll(text, "$1${n}$$");
        });

    [Fact]
    public void Versions_and_ranges() => FuzzRun.Texts(
        5,
        Time,
        ["1", "0", ".", "-", "+", "v", "x", "*", ">", "<", "=", "!", "~", "^", " ", ",", "||", "alpha", "99999999999999999999", "é", " - "],
        [">=1.2.3 <2.0.0 || ~3.1", "1.2.3-alpha.1+build.5", "^0.0.3, !=1.x", "1.2 - 2.3.4"],
        static text =>
        {
            if (VersionConstraint.TryParse(text, out VersionConstraint? constraint))
            {
                constraint.IsSatisfiedBy(SemanticVersion.Parse("1.2.3-beta"));
            }

            SemanticVersion.Parse(text);
        });

    [Fact]
    public void Schemas() => FuzzRun.Texts(
        6,
        Time,
        ["{", "}", "[", "]", ":", ",", "\"type\"", "\"object\"", "\"$ref\"", "\"#\"", "\"#/$defs/a\"", "\"$defs\"", "\"allOf\"", "\"not\"", "\"pattern\"", "\"(a+)+$\"", "\"properties\"", "true", "-1", "1e400", "\"$id\"", "\"urn:x\"", "\"format\"", "\"a\""],
        [
            "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},\"$defs\":{\"x\":{\"anyOf\":[{\"minimum\":1},{\"pattern\":\"^a+$\"}]}},\"unevaluatedProperties\":false}",
            "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"if\":{\"required\":[\"a\"]},\"then\":{\"dependencies\":{\"a\":[\"b\"]}},\"items\":[{\"format\":\"ipv6\"}],\"$recursiveRef\":\"#\"}",
        ],
        static text => JsonSchema.Parse(Encoding.UTF8.GetBytes(text)).Validate(new GoMap { ["a"] = new GoMap { ["b"] = (GoString)"aaaaaaaaaaaa!" } }));

    [Fact]
    public void Manifests() => FuzzRun.Texts(
        7,
        Time,
        ["---", "\n", "kind: X", "metadata:", "  name: n", "  annotations:", "    helm.sh/hook: test", "# Source: a/b", " ", "- ", ": ", "\r", "\t", "{", "}", "'", "|", "\0"],
        ["---\nkind: ConfigMap\nmetadata:\n  name: n\n  annotations:\n    helm.sh/hook: pre-install\n    helm.sh/hook-weight: \"-5\"\n---\n# next\n---\na: 1\n"],
        static text =>
        {
            foreach (GoString document in ManifestDocuments.Split(text))
            {
                ManifestHead.Read(document);
            }
        });
}
