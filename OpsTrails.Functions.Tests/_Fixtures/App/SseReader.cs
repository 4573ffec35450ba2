using System.Net;
using System.Text;
using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Reads a stream of server-sent events byte by byte, and keeps the last id as a browser does.</summary>
internal sealed class SseReader : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly MemoryStream _received = new();
    private int _used;

    private SseReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _stream = stream;
    }

    public HttpResponseMessage Response => _response;

    /// <summary>The last id that came with a whole block.</summary>
    public string? LastId { get; private set; }

    /// <summary>Connects, which has to succeed.</summary>
    public static async Task<SseReader> OpenAsync(HttpClient client, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events/stream" + query);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Timeout, TimeProvider.System);
        if (response.StatusCode != HttpStatusCode.OK)
            Assert.Fail($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return new SseReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Connects and reads the block that says where the stream began.</summary>
    public static async Task<SseReader> OpenedAsync(HttpClient client, string query = "", string? lastEventId = null)
    {
        var reader = await OpenAsync(client, query, lastEventId);
        Assert.StartsWith(": ", await reader.NextBlockAsync(), StringComparison.Ordinal);
        return reader;
    }

    /// <summary>The next block as it came, without the empty line that ends it; null when the stream has ended.</summary>
    public async Task<string?> NextBlockAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (true)
        {
            var unread = _received.GetBuffer().AsSpan(_used, (int)_received.Length - _used);
            var end = unread.IndexOf("\n\n"u8);
            if (end >= 0)
            {
                var block = Encoding.UTF8.GetString(unread[..end]);
                _used += end + 2;
                LastId = block.Split('\n').LastOrDefault(line => line.StartsWith("id: ", StringComparison.Ordinal))?[4..] ?? LastId;
                return block;
            }
            var read = await _stream.ReadAsync(_buffer, timeout.Token);
            if (read == 0)
                return null;
            _received.Write(_buffer, 0, read);
        }
    }

    /// <summary>The next event; fails when the stream ends instead.</summary>
    public async Task<JsonElement> NextEventAsync()
    {
        var block = await NextBlockAsync();
        while (block is not null && !block.Contains("data: ", StringComparison.Ordinal))
            block = await NextBlockAsync();
        Assert.True(block is not null, "The stream ended.");
        return JsonElement.Parse(block.Split('\n').Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]);
    }

    public async Task<IReadOnlyList<string>> NextIdsAsync(int count)
    {
        var ids = new List<string>();
        while (ids.Count < count)
            ids.Add((await NextEventAsync()).GetProperty("id").GetString()!);
        return ids;
    }

    /// <summary>Every block until the stream ends by itself.</summary>
    public async Task<IReadOnlyList<string>> ToEndAsync()
    {
        var blocks = new List<string>();
        while (await NextBlockAsync() is { } block)
            blocks.Add(block);
        return blocks;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _response.Dispose();
        _received.Dispose();
    }
}

internal static class LiveEvents
{
    /// <summary>Events that differ in nothing but their ids, recorded and in the feed.</summary>
    public static Task RecordIdsAsync(this TestApp app, params string[] ids) =>
        app.RecordAsync([.. ids.Select(id => RecordedEvents.Json(id, "2026-05-01T10:00:00Z"))]);

    public static IReadOnlyList<string> Ids(this JsonElement events) =>
        [.. events.EnumerateArray().Select(e => e.GetProperty("id").GetString()!)];
}
