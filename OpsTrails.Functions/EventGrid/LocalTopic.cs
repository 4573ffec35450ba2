using System.Security.Cryptography;
using System.Text.Json;

namespace OpsTrails.Functions.EventGrid;

/// <summary>A topic on a free loopback port, for trying out publishing. It passes events on and stores nothing.</summary>
internal sealed class LocalTopic : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Action<JsonElement> _delivered;

    private LocalTopic(WebApplication app, Action<JsonElement> delivered)
    {
        (_app, _delivered) = (app, delivered);
        Key = RandomNumberGenerator.GetHexString(32);
    }

    public Uri Endpoint => new(new Uri(_app.Urls.First()), TopicProtocol.Path);

    public string Key { get; }

    /// <param name="delivered">Receives each event, in the order accepted.</param>
    public static async Task<LocalTopic> StartAsync(Action<JsonElement> delivered)
    {
        // An empty builder, because the program's own settings (such as --urls) must not apply here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var topic = new LocalTopic(app, delivered);
        app.Run(topic.AnswerAsync);
        await app.StartAsync();
        return topic;
    }

    /// <summary>Prints an event on one line, without control characters that could affect the terminal.</summary>
    public static void Print(JsonElement e) =>
        Console.Out.WriteLine("topic <- " + string.Concat(e.GetRawText().Where(c => !char.IsControl(c))));

    public async ValueTask DisposeAsync()
    {
        // Stop without waiting for requests in progress.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (status, message, events) = await TopicProtocol.ReadAsync(context.Request, Key);
        if (status == StatusCodes.Status200OK)
        {
            foreach (var e in events)
                _delivered(e);
        }
        await TopicProtocol.WriteAsync(context.Response, status, message);
    }
}
