using System.Text.Json;

namespace OpsTrails.Functions.Smoke.Azure;

internal static class TopicProbes
{
    public static AzureProbe[] All { get; } =
    [
        new(
            "the topic requires CloudEvents and Entra identities",
            "Run azd provision. A topic's schema can't change, so delete the topic first.",
            TopicAsync
        ),
        new(
            "event subscriptions match the options",
            "Run azd provision again. The topic's role on the dead-letter container can take minutes to become effective.",
            SubscriptionsAsync
        ),
    ];

    private static async Task<IEnumerable<string?>> TopicAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var topic = await installation.Arm.GetAsync(installation.Topic, ApiVersions.EventGrid, cancel);
        return
        [
            topic.Unless("properties.inputSchema", "CloudEventSchemaV1_0"),
            topic.Unless("properties.disableLocalAuth", "true"),
            topic.Unless("properties.minimumTlsVersionAllowed", "1.2"),
        ];
    }

    private static async Task<IEnumerable<string?>> SubscriptionsAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var wanted = installation.Option("subscriptions") is { ValueKind: JsonValueKind.Array } option
            ? option.EnumerateArray().Select(one => one.Text("name")).ToList()
            : [];
        var found = await installation.Arm.ListAsync(installation.Topic + "/eventSubscriptions", ApiVersions.EventGrid, cancel);
        return ArmJson
            .Differences("The subscription", wanted, found.Select(one => one.Text("name").Split('/')[^1]))
            .Select(problem => (string?)problem)
            .Concat(found.SelectMany(Problems));
    }

    private static IEnumerable<string> Problems(JsonElement subscription) =>
        (
            (string?[])
                [
                    subscription.Unless("properties.eventDeliverySchema", "CloudEventSchemaV1_0"),
                    subscription.Unless("properties.provisioningState", "Succeeded"),
                ]
        )
            .OfType<string>()
            .Select(wrong => $"{subscription.Text("name").Split('/')[^1]}: {wrong}");
}
