using System.Text;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>
/// Events as real senders make them: <c>senders.json</c> has one of each kind, reduced and in our own words, with what it is modelled on.
/// </summary>
public sealed class SendersTests
{
    private static readonly IReadOnlyDictionary<string, JsonElement> Senders = JsonElement
        .Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Events", "senders.json")))
        .EnumerateArray()
        .ToDictionary(sender => sender.GetProperty("sender").GetString()!);

    public static TheoryData<string> Taken => [.. Senders.Where(sender => ErrorOf(sender.Value) is null).Select(sender => sender.Key)];

    public static TheoryData<string> Refused =>
        [.. Senders.Where(sender => ErrorOf(sender.Value) is not null).Select(sender => sender.Key)];

    [Theory, MemberData(nameof(Taken))]
    public async Task An_event_of_this_sender_is_recorded_once_with_its_data(string sender)
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();

        var first = await SendAsync(app, key, Senders[sender]);
        var again = await SendAsync(app, key, Senders[sender]);

        Assert.True((201, 200) == (first.Status, again.Status), first.Body);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(DataOf(Senders[sender]), first.Data.GetProperty("data").ToString());
    }

    [Theory, MemberData(nameof(Refused))]
    public async Task An_event_of_this_sender_is_refused_with_what_to_send(string sender)
    {
        await using var app = await TestApp.StartAsync();

        var answer = await SendAsync(app, await app.CreateKeyAsync(), Senders[sender]);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Status, answer.Code));
        Assert.Contains(ErrorOf(Senders[sender])!, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_subjects_are_taken_where_the_settings_allow_them()
    {
        await using var app = await TestApp.StartAsync(settings: "OpsTrails:Limits:SubjectLength=200");
        var sender = Assert.Single(Senders.Values, sender => sender.TryGetProperty("takenWithLongSubjects", out _));

        var answer = await SendAsync(app, await app.CreateKeyAsync(), sender);

        Assert.Equal(201, answer.Status);
    }

    private static string? ErrorOf(JsonElement sender) => sender.TryGetProperty("error", out var error) ? error.GetString() : null;

    private static string DataOf(JsonElement sender)
    {
        var e = sender.GetProperty("event");
        var data =
            sender.TryGetProperty("headers", out _) ? e
            : e.TryGetProperty("data_base64", out var encoded) ? JsonElement.Parse(encoded.GetBytesFromBase64())
            : e.TryGetProperty("data", out var plain) ? plain
            : JsonElement.Parse("null"u8);
        return JsonSerializer.Serialize(data, RelaxedJson) is var json && data.ValueKind != JsonValueKind.Null ? json : "";
    }

    private static readonly JsonSerializerOptions RelaxedJson = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static Task<Answer> SendAsync(TestApp app, string key, JsonElement sender)
    {
        var headers = sender.TryGetProperty("headers", out var given)
            ? given.EnumerateObject().Select(header => $"{header.Name}: {header.Value.GetString()}")
            : [];
        return RawHttp.SendAsync(
            app.Client.BaseAddress!,
            RawHttp.Request(
                "POST",
                "/api/v1/events",
                ["Authorization: Bearer " + key, "Content-Type: " + sender.GetProperty("contentType").GetString(), .. headers],
                Encoding.UTF8.GetBytes(sender.GetProperty("event").GetRawText())
            )
        );
    }
}
