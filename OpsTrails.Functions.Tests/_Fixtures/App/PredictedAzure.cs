using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>What Azure would have after a deployment with every option: the committed prediction, with what only Azure knows filled
/// in.</summary>
internal sealed partial class PredictedAzure
{
    public const string GroupName = "rg-everything";
    public const string Secret = "a-secret-that-no-line-may-hold";

    private const string Program = "principal-of-the-program";
    private const string Topic = "principal-of-the-topic";
    private const string Blobs = "https://stopstrails.blob.core.windows.net/";

    private static readonly string Group = $"/subscriptions/{Template.Subscription}/resourceGroups/{GroupName}";

    private readonly Dictionary<string, JsonNode> _resources = new(StringComparer.OrdinalIgnoreCase);

    public PredictedAzure()
    {
        var snapshot = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(Bicep.Everything, ".snapshot.json")))!;

        // Of two with one id, such as the two steps of a binding, the last one counts.
        foreach (var resource in snapshot["predictedResources"]!.AsArray())
            _resources[resource!["id"]!.GetValue<string>()] = resource.DeepClone();

        Known("Microsoft.ManagedIdentity/userAssignedIdentities")["properties"] = new JsonObject
        {
            ["principalId"] = Program,
            ["clientId"] = "client-of-the-program",
        };
        Known("Microsoft.Storage/storageAccounts")["properties"]!["primaryEndpoints"] = new JsonObject
        {
            ["table"] = "https://stopstrails.table.core.windows.net/",
            ["blob"] = Blobs,
        };
        Known("Microsoft.EventGrid/topics")["properties"]!["endpoint"] = "https://evgt-opstrails.eventgrid.azure.net/api/events";
        Known("Microsoft.EventGrid/topics")["identity"]!["principalId"] = Topic;
        foreach (var subscription in Of("Microsoft.EventGrid/topics/eventSubscriptions"))
            subscription["properties"]!["provisioningState"] = "Succeeded";
        AddApp();
        AddDeployment();
    }

    /// <summary>A path that is answered with 403.</summary>
    public string? Refused { get; set; }

    public JsonNode? Get(string path) =>
        path.Contains("/roleDefinitions/", StringComparison.Ordinal)
            ? new JsonObject { ["properties"] = new JsonObject { ["roleName"] = BuiltInRoles.NameOf(path.Split('/')[^1]) } }
            : _resources.GetValueOrDefault(path);

    public IReadOnlyList<JsonNode> List(string path) =>
        path.EndsWith("/resources", StringComparison.Ordinal)
            ?
            [
                .. _resources
                    .Where(one => TopLevel().IsMatch(one.Key) && path.StartsWith(Group + "/", StringComparison.Ordinal))
                    .Select(one => one.Value),
            ]
            :
            [
                .. _resources
                    .Where(one =>
                        one.Key.StartsWith(path + "/", StringComparison.OrdinalIgnoreCase)
                        && !one.Key[(path.Length + 1)..].Contains('/', StringComparison.Ordinal)
                    )
                    .Select(one => one.Value),
            ];

    public IReadOnlyList<JsonNode> RolesOf(string principal) =>
        [
            .. Of("Microsoft.Authorization/roleAssignments")
                .Select(role =>
                {
                    var expression = role["properties"]!["principalId"]!.GetValue<string>();
                    var id =
                        expression.Contains("userAssignedIdentities", StringComparison.Ordinal) ? Program
                        : expression.StartsWith('[') ? Topic
                        : expression;
                    var scope = role["id"]!.GetValue<string>();
                    return (JsonNode)
                        new JsonObject
                        {
                            ["properties"] = new JsonObject
                            {
                                ["principalId"] = id,
                                ["roleDefinitionId"] = role["properties"]!["roleDefinitionId"]!.DeepClone(),
                                ["scope"] = scope[..scope.LastIndexOf("/providers/", StringComparison.Ordinal)],
                            },
                        };
                })
                .Where(role => role["properties"]!["principalId"]!.GetValue<string>() == principal),
        ];

    /// <summary>Changes a member of the one resource whose id ends so.</summary>
    public void Set(string idEnd, string path, JsonNode? value)
    {
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(The(idEnd), (node, name) => node[name]!);
        parent[names[^1]] = value;
    }

    public void Remove(string idEnd, string? member = null)
    {
        if (member is null)
            _resources.Remove(The(idEnd)["id"]!.GetValue<string>());
        else
            The(idEnd)["properties"]!.AsObject().Remove(member);
    }

    public void RemoveRole(string name) =>
        _resources.Remove(
            Of("Microsoft.Authorization/roleAssignments")
                .First(role => BuiltInRoles.NameOf(role["properties"]!["roleDefinitionId"]!.GetValue<string>().Split('/')[^1]) == name)[
                "id"
            ]!.GetValue<string>()
        );

    private void AddApp()
    {
        var site = Known("Microsoft.Web/sites");
        var id = site["id"]!.GetValue<string>();
        site["properties"]!["state"] = "Running";
        site["properties"]!["functionAppConfig"]!["deployment"]!["storage"]!["value"] = Blobs + "deployments";
        Add(id + "/config/web", site["properties"]!["siteConfig"]!.DeepClone());
        foreach (var function in (string[])["http", "sweep", "retention"])
            Add(id + "/functions/" + function, new JsonObject { ["isDisabled"] = false });
        Add(id + "/config/configreferences/appsettings/OpsTrails__ProtectionSecret", new JsonObject { ["status"] = "Resolved" });

        var settings = new JsonObject();
        foreach (var (name, value) in Template.Everything.Settings())
            settings[name] = value ?? Secret;
        settings["AZURE_CLIENT_ID"] = "client-of-the-program";
        settings["AzureWebJobsStorage__clientId"] = "client-of-the-program";
        settings["OpsTrails__EventGrid__Endpoint"] = Known("Microsoft.EventGrid/topics")["properties"]!["endpoint"]!.DeepClone();
        settings["OpsTrails__Storage"] = "https://stopstrails.table.core.windows.net/";
        Get(id + "/config/appsettings")!["properties"] = settings;
    }

    private void AddDeployment()
    {
        // As everything.bicepparam has them.
        var options = new JsonObject
        {
            ["maximumInstances"] = 5,
            ["alwaysReadyInstances"] = 1,
            ["instanceMemory"] = 2048,
            ["prewarmed"] = false,
            ["rollingUpdates"] = true,
            ["signIn"] = new JsonObject
            {
                ["authority"] = "https://login.example.com/v2.0",
                ["clientId"] = "11111111-2222-3333-4444-555555555555",
                ["name"] = "Example",
            },
            ["subscriptions"] = new JsonArray([
                .. Of("Microsoft.EventGrid/topics/eventSubscriptions")
                    .Select(one => (JsonNode)new JsonObject { ["name"] = one["name"]!.GetValue<string>().Split('/')[^1] }),
            ]),
            ["alertEmail"] = "ops@example.com",
            ["customDomain"] = "ops.example.com",
        };
        var parameters = new JsonObject();
        foreach (var (name, value) in options)
            parameters[name] = new JsonObject { ["value"] = value!.DeepClone() };
        Add(
            Group + "/providers/Microsoft.Resources/deployments/installation",
            new JsonObject { ["provisioningState"] = "Succeeded", ["parameters"] = parameters }
        );
        OptionNames = [.. options.Select(option => option.Key)];
    }

    /// <summary>Names of the parameters that the check reads.</summary>
    public IReadOnlyList<string> OptionNames { get; private set; } = [];

    private void Add(string id, JsonNode properties) =>
        _resources[id] = new JsonObject
        {
            ["id"] = id,
            ["name"] = id.Split('/')[^1],
            ["type"] = "",
            ["properties"] = properties,
        };

    private JsonNode Known(string type) => Of(type).Single();

    private IEnumerable<JsonNode> Of(string type) => _resources.Values.Where(resource => resource["type"]!.GetValue<string>() == type);

    private JsonNode The(string idEnd) => _resources.Single(one => one.Key.EndsWith(idEnd, StringComparison.OrdinalIgnoreCase)).Value;

    [GeneratedRegex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/[^/]+/[^/]+/[^/]+$")]
    private static partial Regex TopLevel();
}
