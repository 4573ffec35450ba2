using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using OpsTrails.Core.Events;
using OpsTrails.Core.Live;

namespace OpsTrails.Functions.Live;

/// <summary>
/// Writes server-sent events (WHATWG HTML, section 9.2). A client stores an id without data but dispatches no event, so every block carries
/// the position that was reached in the feed.
/// </summary>
internal sealed class SseWriter(PipeWriter body, TimeProvider clock)
{
    /// <summary>The connection holds back a client's data up to 64 KiB, and what one flush adds to it.</summary>
    private const int BytesPerFlush = 16 * 1024;

    /// <summary>How long a write waits for the client to read.</summary>
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    private long _lastSent = clock.GetTimestamp();
    private FeedCursor? _lastId;
    private int _unflushed;

    /// <summary>Time since data was last sent.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(_lastSent);

    /// <summary>Sends a first block at once, so that the client sees the connection and knows its position.</summary>
    public ValueTask OpenAsync(FeedCursor at, CancellationToken cancel)
    {
        Write($": events in the order recorded\nretry: {RandomRetry()}\nid: {at}\n\n");
        _lastId = at;
        return FlushAsync(cancel);
    }

    /// <summary>Buffers an entry of the feed until the buffer is full or flushed. Its JSON must not have line breaks.</summary>
    public ValueTask WriteAsync(FeedSequence sequence, string name, ReadOnlyMemory<byte> json, CancellationToken cancel)
    {
        _lastId = new FeedCursor(sequence);
        Write($"id: {_lastId}\nevent: {name}\ndata: ");
        return WriteDataAsync(json, cancel);
    }

    /// <summary>Buffers a cell. It has no id, so that a client resumes from the last event.</summary>
    public ValueTask WriteCellAsync(ReadOnlyMemory<byte> json, CancellationToken cancel)
    {
        Write("event: cell\ndata: "u8);
        return WriteDataAsync(json, cancel);
    }

    public ValueTask KeepAliveAsync(FeedCursor at, CancellationToken cancel)
    {
        Write(at == _lastId ? ": keep-alive\n\n" : $": keep-alive\nid: {at}\n\n");
        _lastId = at;
        return FlushAsync(cancel);
    }

    public ValueTask CloseAsync(FeedCursor at)
    {
        Write($": connect again\nretry: {RandomRetry()}\nid: {at}\n\n");
        return FlushAsync(CancellationToken.None);
    }

    /// <exception cref="SlowClientException">The client does not read.</exception>
    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_unflushed == 0)
            return;
        _unflushed = 0;
        var flushing = body.FlushAsync(CancellationToken.None);
        if (!flushing.IsCompleted)
        {
            Task task = flushing.AsTask();
            await task.WaitAsync(WriteTimeout, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!task.IsCompleted)
                throw new SlowClientException();
            await task;
        }
        else
        {
            await flushing;
        }
        _lastSent = clock.GetTimestamp();
    }

    private async ValueTask WriteDataAsync(ReadOnlyMemory<byte> json, CancellationToken cancel)
    {
        while (_unflushed + json.Length > BytesPerFlush)
        {
            var piece = Math.Max(0, BytesPerFlush - _unflushed);
            Write(json.Span[..piece]);
            json = json[piece..];
            await FlushAsync(cancel);
        }
        Write(json.Span);
        Write("\n\n"u8);
    }

    /// <summary>Milliseconds until the client reconnects, random so that not all clients reconnect at once.</summary>
    private static int RandomRetry() => RandomNumberGenerator.GetInt32(1_000, 3_001);

    private void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    private void Write(ReadOnlySpan<byte> bytes)
    {
        // In blocks of the connection's pool. A span for all of it would be an array of its own.
        body.Write(bytes);
        _unflushed += bytes.Length;
    }
}

internal sealed class SlowClientException() : Exception("The client does not read.");
