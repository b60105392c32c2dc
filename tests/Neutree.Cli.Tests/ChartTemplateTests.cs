using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Neutree.Cli.Tests;

public sealed class ChartTemplateTests : IDisposable
{
    private readonly CliSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Fact]
    public async Task Prints_what_helm_template_prints()
    {
        CliResult result = await RunAsync(
            "demo", SampleCharts.Greeter, "-n", "greetings", "--include-crds", "--kube-version", "1.30.0",
            "--set", "replicas=3,password.enabled=true", "--set-string", "password.value=0123");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(await File.ReadAllTextAsync(Path.Join(AppContext.BaseDirectory, "rendered", "greeter.yaml")), result.Output);
    }

    [Fact]
    public async Task Without_a_name_the_release_is_release_name()
    {
        CliResult result = await RunAsync(SampleCharts.Greeter, "--show-only", "templates/service.yaml");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("  name: release-name-greeter\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_can_name_the_release()
    {
        CliResult result = await RunAsync(SampleCharts.Greeter, "--name-template", "{{ \"DEMO\" | lower }}-1", "-s", "templates/service.yaml");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("  name: demo-1-greeter\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-f a.yaml -f b.yaml", "b")]
    [InlineData("-f a.yaml,b.yaml", "b")]
    [InlineData("--values b.yaml,a.yaml", "a")]
    [InlineData("-f \"a,b.yaml\"", "c")]
    [InlineData("-f a.yaml --set value=s", "s")]
    [InlineData("--set value=s --set-string value=t", "t")]
    [InlineData("--set-json value=\"j\" -f a.yaml", "j")]
    [InlineData("--set-json {\"value\":\"j\"}", "j")]
    [InlineData("--set-literal value=a,b={c}", "a,b={c}")]
    [InlineData("--set-file value=text", "from a file")]
    public async Task Values_are_taken_as_helm_takes_them(string arguments, string value)
    {
        WriteChart("value: {{ .Values.value | toJson }}");
        Write("a.yaml", "value: a");
        Write("b.yaml", "value: b");
        Write("a,b.yaml", "value: c");
        Write("text", "from a file");

        CliResult result = await RunAsync(["demo", .. arguments.Split(' ')]);

        Assert.Equal((0, $"---\n# Source: demo/templates/a.yaml\nvalue: \"{value}\"\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Values_come_from_standard_input()
    {
        WriteChart("value: {{ .Values.value }}");
        _setup.Input = "value: typed\n";

        CliResult result = await RunAsync("demo", "-f", "-");

        Assert.Equal("---\n# Source: demo/templates/a.yaml\nvalue: typed\n", result.Output);
    }

    [Theory]
    [InlineData("-a example.com/v1,example.com/v2/Thing", "true true")]
    [InlineData("--api-versions example.com/v1 --api-versions example.com/v2/Thing", "true true")]
    [InlineData("-a example.com/v1", "true false")]
    public async Task API_versions_are_repeated_or_have_commas_between_them(string arguments, string answer)
    {
        WriteChart("has: {{ .Capabilities.APIVersions.Has \"example.com/v1\" }} {{ .Capabilities.APIVersions.Has \"example.com/v2/Thing\" }}");

        CliResult result = await RunAsync(["demo", .. arguments.Split(' ')]);

        Assert.Equal($"---\n# Source: demo/templates/a.yaml\nhas: {answer}\n", result.Output);
    }

    [Theory]
    [InlineData("--no-hooks", "")]
    [InlineData("--skip-tests", "prepare.yaml")]
    [InlineData("", "tests/answer.yaml prepare.yaml")]
    public async Task Hooks_and_tests_can_be_left_out(string arguments, string hooks)
    {
        CliResult result = await RunAsync([SampleCharts.Greeter, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        string[] shown = [.. result.Output.Split('\n').Where(line => line.StartsWith("# Source: ", StringComparison.Ordinal)).Select(line => line.Split("/templates/")[^1])];
        Assert.Equal(hooks, string.Join(' ', shown.Where(path => path.EndsWith("answer.yaml", StringComparison.Ordinal) || path == "prepare.yaml")));
    }

    [Fact]
    public async Task A_template_that_is_not_there_cannot_be_shown()
    {
        CliResult result = await RunAsync(SampleCharts.Greeter, "-s", "templates/none.yaml");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("Error: could not find template templates/none.yaml in chart — ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_written_below_the_output_folder()
    {
        WriteChart("a: 1\n---\nb: 2");

        CliResult first = await RunAsync("demo", "--output-dir", "out");
        CliResult second = await RunAsync("mine", "demo", "--output-dir", "out", "--release-name");
        await RunAsync("demo", "--output-dir", "out");

        Assert.Equal((0, "wrote out/demo/templates/a.yaml\nwrote out/demo/templates/a.yaml\n\n"), (first.ExitCode, first.Output));
        Assert.Equal((0, "wrote out/mine/demo/templates/a.yaml\nwrote out/mine/demo/templates/a.yaml\n\n"), (second.ExitCode, second.Output));
        Assert.Equal(
            "---\n# Source: demo/templates/a.yaml\na: 1\n---\n# Source: demo/templates/a.yaml\nb: 2\n",
            await File.ReadAllTextAsync(Path.Join(_setup.Folder, "out", "demo", "templates", "a.yaml")));
    }

    [Fact]
    public async Task A_failing_template_shows_the_chain_of_includes_line_by_line()
    {
        WriteFailingChart();

        CliResult result = await RunAsync("demo");

        Assert.Equal(
            (1, "", """
                Error: demo/templates/a.yaml:1:6
                  executing "demo/templates/a.yaml" at <include "outer" .>:
                    error calling include:
                demo/templates/_h.tpl:2:25
                  executing "outer" at <include "inner" .>:
                    error calling include:
                demo/templates/_h.tpl:1:34
                  executing "inner" at <.Values.x.y>:
                    nil pointer evaluating interface {}.y
                """.ReplaceLineEndings("\n")),
            (result.ExitCode, result.Output, result.Error.Split("\n— ")[0]));
    }

    [Fact]
    public async Task In_CI_a_failing_template_is_one_line()
    {
        WriteFailingChart();
        _setup.Environment["GITHUB_ACTIONS"] = "true";

        CliResult result = await RunAsync("demo");

        string[] lines = result.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("Error: demo/templates/a.yaml:1:6 executing ", lines[0], StringComparison.Ordinal);
        Assert.Equal("::error::" + lines[0]["Error: ".Length..], lines[1]);
    }

    [Fact]
    public async Task What_is_no_YAML_is_printed_only_for_debug()
    {
        WriteChart("kind: A\n a: b");

        CliResult plain = await RunAsync("demo");
        CliResult debug = await RunAsync("demo", "--debug");

        Assert.Equal((1, ""), (plain.ExitCode, plain.Output));
        Assert.StartsWith(
            "Error: YAML parse error on demo/templates/a.yaml: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context",
            plain.Error,
            StringComparison.Ordinal);
        Assert.Equal((1, "---\n# Source: demo/templates/a.yaml\nkind: A\n a: b\n", plain.Error), (debug.ExitCode, debug.Output, debug.Error));
    }

    [Fact]
    public async Task A_post_renderer_changes_the_manifests()
    {
        WriteChart("greeting: hello\nmetadata: {name: a}");

        CliResult result = await RunAsync("demo", "--post-renderer", "sed", "--post-renderer-args", "s/hello/good morning/");

        Assert.Equal((0, "---\n# Source: demo/templates/a.yaml\ngreeting: good morning\nmetadata:\n  name: a\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task A_post_renderer_that_fails_has_its_words_in_the_error()
    {
        WriteChart("greeting: hello");

        CliResult result = await RunAsync(
            "demo", "--post-renderer", "sh", "--post-renderer-args", "-c", "--post-renderer-args", "echo no such layer >&2; exit 3");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith(
            "Error: error while running post render on files: error while running command sh. error output:\nno such layer\nexit status 3\n— ",
            result.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_ends_at_once_with_130()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        await using CliProcess process = CliProcess.Start(_setup, "chart", "template", $"oci://{silent.LocalEndpoint}/charts/demo", "--version", "1.0.0", "--plain-http");
        using TcpClient client = await silent.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Stopwatch clock = Stopwatch.StartNew();
        await process.SignalAsync("INT");
        CliResult result = await process.WaitAsync();

        Assert.Equal((130, ""), (result.ExitCode, result.Output));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task As_JSON_there_is_an_object_for_each_resource()
    {
        CliResult result = await RunAsync("demo", SampleCharts.Greeter, "-o", "json", "-s", "templates/prepare.yaml", "-s", "templates/service.yaml");

        Assert.Equal(0, result.ExitCode);
        JsonElement[] resources = JsonSerializer.Deserialize<JsonElement[]>(result.Output)!;
        Assert.Equal(
            ["Job demo-greeter-prepare batch/v1 greeter/templates/prepare.yaml pre-install,pre-upgrade", "Service demo-greeter v1 greeter/templates/service.yaml "],
            resources.Select(resource => string.Join(
                ' ',
                resource.GetProperty("kind"),
                resource.GetProperty("name"),
                resource.GetProperty("apiVersion"),
                resource.GetProperty("source"),
                resource.GetProperty("hook") is { ValueKind: JsonValueKind.Object } hook ? string.Join(',', hook.GetProperty("events").EnumerateArray()) : "")));
        Assert.StartsWith("apiVersion: v1\nkind: Service\n", resources[1].GetProperty("yaml").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("template", "\"neutree-cli chart template\" requires at least 1 argument")]
    [InlineData("template a b c d", "expected at most two arguments, unexpected arguments: c, d")]
    [InlineData("template a b -g", "cannot set --generate-name and also specify a name")]
    [InlineData("template a b --name-template x", "cannot set --name-template and also specify a name")]
    [InlineData("template a -f x\"y", "invalid argument \"x\"y\" for \"--values\" flag: a quote stands inside a value; quote the whole value, and double the quotes in it")]
    [InlineData("template a -f - --registry-password-stdin", "--values - and --registry-password-stdin cannot be used together")]
    [InlineData("template a --kube-version", "flag needs an argument: --kube-version")]
    [InlineData("template a --validate-all=yes", "unknown flag: --validate-all")]
    [InlineData("template --set a=1 -x a", "unknown flag: -x")]
    [InlineData("lint a --strikt", "unknown flag: --strikt")]
    [InlineData("package a -- b --strikt", "path \"a\" is no folder — Give the chart's folder, the one that has its Chart.yaml.")]
    [InlineData("lint", "\"neutree-cli chart lint\" requires at least 1 argument")]
    [InlineData("package", "need at least one argument, the path to the chart")]
    [InlineData("show", "\"neutree-cli chart show\" requires 1 argument, the chart")]
    [InlineData("show values", "\"neutree-cli chart show values\" requires 1 argument, the chart")]
    [InlineData("show values a b", "\"neutree-cli chart show values\" takes fewer arguments than were given")]
    public async Task A_command_line_that_cannot_be_carried_out_is_one_error_line(string line, string message)
    {
        CliResult result = await CliProcess.RunAsync(_setup, ["chart", .. line.Split(' ')]);

        Assert.Equal((1, "", $"Error: {message}\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("none", "path \"none\" not found")]
    [InlineData("demo -f none.yaml", "open none.yaml: no such file or directory")]
    [InlineData("demo --kube-version x", "invalid kube version 'x': could not parse \"x\" as version")]
    [InlineData("Demo_ demo", "release name check failed: release name \"Demo_\": invalid release name")]
    [InlineData("demo --set a", "failed parsing --set data: key \"a\" has no value")]
    public async Task A_failure_says_what_helm_says_and_what_to_do(string arguments, string message)
    {
        WriteChart("a: b");

        CliResult result = await RunAsync(arguments.Split(' '));

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("Error: " + message, result.Error, StringComparison.Ordinal);
        Assert.Contains(" — ", result.Error, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_setup, ["chart", "template", .. arguments]);

    private void WriteChart(string template) => SampleCharts.Write(_setup.Folder, ("templates/a.yaml", template));

    private void WriteFailingChart() => SampleCharts.Write(
        _setup.Folder,
        ("templates/_h.tpl", "{{- define \"inner\" }}x: {{ .Values.x.y }}{{ end }}\n{{- define \"outer\" }} {{ include \"inner\" . }}{{ end }}"),
        ("templates/a.yaml", "a: {{ include \"outer\" . }}"));

    private void Write(string name, string text) => File.WriteAllText(Path.Join(_setup.Folder, name), text);
}
