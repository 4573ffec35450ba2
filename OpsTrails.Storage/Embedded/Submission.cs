namespace OpsTrails.Storage.Embedded;

/// <summary>A transaction on its way to the writer. Rows are encoded where it is made, so that the one writer does not have to.</summary>
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

    /// <summary>Keeps the result back until it is durable.</summary>
    public void Hold(WriteResult result) => _result = result;

    public void Complete() => _answer.TrySetResult(_result!);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
