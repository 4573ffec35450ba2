using System.Text.Json;
using System.Text.RegularExpressions;
using OpsTrails.Functions.Tests.Infra;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// What a deployment would make, as the compiler predicts it; <see cref="TemplateTests"/> holds that against the template.
/// </summary>
internal sealed partial class Template
{
    public const string Subscription = "00000000-0000-0000-0000-000000000001";

    private readonly IReadOnlyList<JsonElement> _resources;

    private Template(string parameters)
    {
        var file = Path.ChangeExtension(parameters, ".snapshot.json");
        var snapshot = JsonElement.Parse(File.ReadAllText(file));
        _resources = [.. snapshot.GetProperty("predictedResources").EnumerateArray()];
        Outputs = snapshot.GetProperty("outputs");
    }

    /// <summary>A deployment from nothing.</summary>
    public static Template Least { get; } = new(Bicep.Parameters);

    /// <summary>Every option taken.</summary>
    public static Template Everything { get; } = new(Bicep.Everything);

    public static Template Of(string parameters) => new(parameters);

    public JsonElement Outputs { get; }

    public IReadOnlyList<string> Types => [.. _resources.Select(TypeOf).Distinct().Order(StringComparer.Ordinal)];

    public IReadOnlyList<JsonElement> All(string type) => [.. _resources.Where(resource => TypeOf(resource) == type)];

    public JsonElement The(string type) => Assert.Single(All(type));

    public JsonElement Properties(string type) => The(type).GetProperty("properties");

    /// <summary>App settings by name. What is known only when it is deployed, or secret, is null.</summary>
    public IReadOnlyDictionary<string, string?> Settings()
    {
        // An expression as long as it holds secrets: union(createObject('NAME', 'value', 'OTHER', reference(…).x), …).
        var expression = Properties("Microsoft.Web/sites/config").GetString()!;
        return Setting()
            .Matches(expression)
            .ToDictionary(
                match => match.Groups["name"].Value,
                match => match.Groups["literal"].Success ? match.Groups["literal"].Value : null
            );
    }

    /// <summary>Who may do what where: the name of a role's id and the resource that it is given for.</summary>
    public IReadOnlyList<(string Role, string Scope, string Principal)> Roles() =>
        [
            .. All("Microsoft.Authorization/roleAssignments")
                .Select(role =>
                {
                    var properties = role.GetProperty("properties");
                    return (
                        properties.GetProperty("roleDefinitionId").GetString()!.Split('/')[^1],
                        string.Join('/', role.GetProperty("id").GetString()!.Split("/providers/")[^2].Split('/')),
                        PrincipalOf(properties.GetProperty("principalId").GetString()!)
                    );
                }),
        ];

    private static string TypeOf(JsonElement resource) => resource.GetProperty("type").GetString()!;

    private static string PrincipalOf(string expression) =>
        expression.Contains("userAssignedIdentities", StringComparison.Ordinal) ? "program"
        : expression.Contains("Microsoft.EventGrid/topics", StringComparison.Ordinal) ? "topic"
        : expression;

    [GeneratedRegex(
        "(?<=createObject\\(|, )'(?<name>[A-Z][A-Za-z]+_[A-Za-z_]+)', (?:'(?<literal>[^']*)'|(?:reference|format|parameters|if)\\()"
    )]
    private static partial Regex Setting();
}
