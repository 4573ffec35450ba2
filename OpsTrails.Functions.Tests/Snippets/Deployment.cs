using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace OpsTrails.Functions.Tests.Snippets;

/// <summary>One deployment in a CI system, with the variables that the system sets.</summary>
internal sealed partial record Deployment
{
    public int Run { get; init; } = 4711;
    public int Attempt { get; init; } = 1;
    public string Environment { get; init; } = "PRODUCTION";
    public string Source { get; init; } = "acme/shop";
    public string Version { get; init; } = "0123456789abcdef0123456789abcdef01234567";
    public string Key { get; init; } = "";

    private string RunText => Run.ToString(CultureInfo.InvariantCulture);
    private string AttemptText => Attempt.ToString(CultureInfo.InvariantCulture);

    /// <returns>The shell as the system starts it, the script in the pipeline's file, and the variables.</returns>
    public (string Shell, string Script, Dictionary<string, string> Variables) In(string system, string file) =>
        system switch
        {
            "github" => InGitHub(Parse(file)[0]),
            "gitlab" => ("sh -e", Text(Parse(file)["deploy"]["script"][1]), GitLabVariables()),
            "azure" => InAzure(Parse(file)[0]),
            "jenkins" => ("sh -xe", JenkinsScriptOf(file), JenkinsVariables()),
            _ => throw new ArgumentException($"There is no system {system}.", nameof(system)),
        };

    private (string Shell, string Script, Dictionary<string, string> Variables) InGitHub(YamlNode step)
    {
        var variables = new Dictionary<string, string>
        {
            ["GITHUB_RUN_ID"] = RunText,
            ["GITHUB_RUN_ATTEMPT"] = AttemptText,
            ["GITHUB_JOB"] = "deploy",
            ["GITHUB_REPOSITORY"] = Source,
            ["GITHUB_SHA"] = Version,
        };
        foreach (var (name, value) in ((YamlMappingNode)step["env"]).Children)
            variables[Text(name)] = Text(value).Replace("${{ secrets.OPSTRAILS_KEY }}", Key, StringComparison.Ordinal);
        Assert.Equal(("bash", "PRODUCTION"), (Text(step["shell"]), variables["ENVIRONMENT"]));
        variables["ENVIRONMENT"] = Environment;
        return ("bash --noprofile --norc -eo pipefail", Text(step["run"]), variables);
    }

    private Dictionary<string, string> GitLabVariables() =>
        new()
        {
            ["OPSTRAILS_KEY"] = Key,
            // A repeated job has an id of its own.
            ["CI_JOB_ID"] = RunText + AttemptText,
            ["CI_PROJECT_PATH"] = Source,
            ["CI_ENVIRONMENT_NAME"] = Environment,
            ["CI_COMMIT_SHORT_SHA"] = Version,
        };

    private (string Shell, string Script, Dictionary<string, string> Variables) InAzure(YamlNode step)
    {
        Assert.Equal("$(OPSTRAILS_KEY)", Text(step["env"]["OPSTRAILS_KEY"]));
        var variables = new Dictionary<string, string>
        {
            ["OPSTRAILS_KEY"] = Key,
            ["BUILD_BUILDID"] = RunText,
            ["SYSTEM_STAGEATTEMPT"] = "1",
            ["SYSTEM_JOBATTEMPT"] = AttemptText,
            ["BUILD_REPOSITORY_NAME"] = Source,
            ["BUILD_BUILDNUMBER"] = Version,
            ["ENVIRONMENT_NAME"] = Environment,
        };
        return ("bash --noprofile --norc", Text(step["bash"]), variables);
    }

    private static string JenkinsScriptOf(string file) =>
        JenkinsScript().Match(file).Groups[1].Value.Replace(@"\\", @"\", StringComparison.Ordinal);

    private Dictionary<string, string> JenkinsVariables() =>
        new()
        {
            ["OPSTRAILS_KEY"] = Key,
            ["JOB_NAME"] = Source,
            ["BUILD_NUMBER"] = Version,
            ["BUILD_TAG"] = $"jenkins-{Source.Replace('/', '-')}-{(Run + Attempt).ToString(CultureInfo.InvariantCulture)}",
            ["ENVIRONMENT"] = Environment,
        };

    private static YamlNode Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Single().RootNode;
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    [GeneratedRegex(@"sh '''\n(.*?)\n *'''", RegexOptions.Singleline)]
    private static partial Regex JenkinsScript();
}
