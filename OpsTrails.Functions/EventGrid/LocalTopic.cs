using System.Security.Cryptography;
using System.Text.Json;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.EventGrid;

/// <summary>A topic on a free loopback port, for trying out publishing. It passes events on and stores nothing.</summary>
internal sealed class LocalTopic : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalTopic(WebApplication app, string key) => (_app, Key) = (app, key);

    public Uri Endpoint => TopicProtocol.EndpointOf(_app);

    public string Key { get; }

    /// <param name="delivered">Receives each event, in the order accepted.</param>
    public static async Task<LocalTopic> StartAsync(Action<JsonElement> delivered)
    {
        var key = RandomNumberGenerator.GetHexString(32);
        return new LocalTopic(await TopicProtocol.ListenAsync(context => AnswerAsync(context, key, delivered)), key);
    }

    /// <summary>Prints an event on one line.</summary>
    public static void Print(JsonElement e) => Console.Out.WriteLine("topic <- " + PlainText.Of(e.GetRawText()));

    public async ValueTask DisposeAsync() => await TopicProtocol.EndAsync(_app);

    private static async Task AnswerAsync(HttpContext context, string key, Action<JsonElement> delivered)
    {
        var (status, message, events) = await TopicProtocol.ReadAsync(context.Request, key);
        if (status == StatusCodes.Status200OK)
        {
            foreach (var e in events)
                delivered(e);
        }
        await TopicProtocol.WriteAsync(context.Response, status, message);
    }
}
