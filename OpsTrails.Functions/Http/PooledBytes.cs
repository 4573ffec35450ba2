using System.Buffers;

namespace OpsTrails.Functions.Http;

/// <summary>Bytes in small buffers of the shared pool, so that a large answer leaves no garbage. They are sent once.</summary>
internal sealed class PooledBytes : IBufferWriter<byte>, IDisposable
{
    private const int FirstBuffer = 1024;
    private const int MaxBuffer = 64 * 1024;

    /// <summary>The connection of a slow client holds this much more than its own limit.</summary>
    private const int PieceBytes = 16 * 1024;

    private readonly Queue<(byte[] Buffer, int Used)> _full = new();
    private byte[] _buffer = [];
    private int _used;
    private int _sizeOfNext = FirstBuffer;

    public int Length { get; private set; }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _used);
        _used += count;
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_buffer.Length - _used < Math.Max(1, sizeHint))
            Grow(sizeHint);
        return _buffer.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives each buffer back to the pool as soon as it is written.</summary>
    public async Task SendToAsync(Stream stream, CancellationToken cancel)
    {
        Keep();
        while (_full.TryPeek(out var next))
        {
            for (var at = 0; at < next.Used; at += PieceBytes)
                await stream.WriteAsync(next.Buffer.AsMemory(at, Math.Min(PieceBytes, next.Used - at)), cancel);
            _full.Dequeue();
            ArrayPool<byte>.Shared.Return(next.Buffer);
        }
    }

    public void Dispose()
    {
        Keep();
        while (_full.TryDequeue(out var one))
            ArrayPool<byte>.Shared.Return(one.Buffer);
    }

    private void Grow(int sizeHint)
    {
        Keep();
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, _sizeOfNext));
        _sizeOfNext = Math.Min(MaxBuffer, _sizeOfNext * 4);
    }

    private void Keep()
    {
        if (_buffer.Length > 0)
            _full.Enqueue((_buffer, _used));
        (_buffer, _used) = ([], 0);
    }
}
