using System.Text.Json;

namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>The Event Grid topic.</summary>
internal static class TopicProbes
{
    public static AzureProbe[] All { get; } =
    [
        new(
            "the topic takes CloudEvents from identities only",
            "Run azd provision. The schema of a topic cannot change: delete the topic first.",
            TopicAsync
        ),
        new(
            "event subscriptions are as the options say",
            "Run azd provision again: the topic's role on dead letters can take minutes.",
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
