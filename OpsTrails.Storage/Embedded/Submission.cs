namespace OpsTrails.Storage.Embedded;

/// <summary>A transaction in the writer's queue. The caller's thread encodes the rows, to relieve the single writer.</summary>
internal sealed class Submission
{
    private readonly TaskCompletionSource<WriteResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriteResult? _result;

    public Submission(string table, IReadOnlyList<Write> writes)
    {
        Table = table;
        Writes = writes;
        Bodies = new byte[]?[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i].Kind == WriteKind.Delete)
                continue;
            var body = PropertyCodec.Encode(writes[i].Row);
            Bodies[i] = body;
            Size += body.Length;
        }
    }

    public string Table { get; }

    public IReadOnlyList<Write> Writes { get; }

    public byte[]?[] Bodies { get; }

    public int Size { get; }

    public Task<WriteResult> Answer => _answer.Task;

    /// <summary>Holds the result until it is durable.</summary>
    public void Hold(WriteResult result) => _result = result;

    public void Complete() => _answer.TrySetResult(_result!);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
