using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OpsTrails.Functions.Tests.Package.Rpc;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>What became of a call of a function.</summary>
internal enum InvocationResult
{
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>The host's end of the stream to one worker: starts it up, calls its functions, hears its log.</summary>
internal sealed class WorkerChannel(FunctionApp app, ConcurrentQueue<RpcLog> log)
{
    public const string HostVersion = "4.1049.0.0";

    private readonly Channel<StreamingMessage> _outbox = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StatusResult>> _calls = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _loading;

    /// <summary>Completes when every function is loaded.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Where the worker takes HTTP calls.</summary>
    public string HttpUri => Capabilities["HttpUri"];

    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = new Dictionary<string, string>();

    /// <summary>As the worker lists them.</summary>
    public IReadOnlyList<RpcFunctionMetadata> Functions { get; private set; } = [];

    /// <summary>Talks until the worker ends the stream or dies.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming,
        IServerStreamWriter<StreamingMessage> outgoing,
        CancellationToken cancel
    )
    {
        var sending = Task.Run(
            async () =>
            {
                await foreach (var message in _outbox.Reader.ReadAllAsync(cancel))
                    await outgoing.WriteAsync(message, cancel);
            },
            CancellationToken.None
        );
        try
        {
            await foreach (var message in incoming.ReadAllAsync(cancel))
                Hear(message);
        }
        finally
        {
            _outbox.Writer.TryComplete();
            _gone.TrySetResult();
            await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Calls a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="invocation">Ties an HTTP call to the request that is proxied.</param>
    /// <param name="input">What started it.</param>
    /// <param name="cancel">Tells the worker that nobody waits any more.</param>
    public async Task<InvocationResult> CallAsync(string name, string invocation, TypedData input, CancellationToken cancel)
    {
        var function = Functions.Single(function => function.Name == name);
        var ended = _calls[invocation] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new InvocationRequest
        {
            InvocationId = invocation,
            FunctionId = function.FunctionId,
            TraceContext = new RpcTraceContext { TraceParent = $"00-{Guid.NewGuid():N}-00f067aa0ba902b7-00" },
        };
        request.InputData.Add(new ParameterBinding { Name = function.Bindings.Keys.First(), Data = input });
        Send(new StreamingMessage { InvocationRequest = request });
        await using var telling = cancel.Register(() =>
            Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocation } })
        );
        if (await Task.WhenAny(ended.Task, _gone.Task) == _gone.Task)
            throw new IOException("The worker has gone.");
        return (await ended.Task).Status switch
        {
            StatusResult.Types.Status.Success => InvocationResult.Succeeded,
            StatusResult.Types.Status.Cancelled => InvocationResult.Cancelled,
            _ => InvocationResult.Failed,
        };
    }

    /// <summary>Asks the worker to end.</summary>
    public void Terminate(TimeSpan grace) =>
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    private void Hear(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                var request = new WorkerInitRequest
                {
                    HostVersion = HostVersion,
                    WorkerDirectory = app.Root,
                    FunctionAppDirectory = app.Root,
                };
                request.Capabilities.Add("RpcHttpTriggerMetadataRemoved", "true");
                Send(new StreamingMessage { WorkerInitRequest = request });
                break;
            case StreamingMessage.ContentOneofCase.WorkerInitResponse:
                Capabilities = message.WorkerInitResponse.Capabilities;
                Send(new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = app.Root } });
                break;
            case StreamingMessage.ContentOneofCase.FunctionMetadataResponse:
                Functions = [.. message.FunctionMetadataResponse.FunctionMetadataResults];
                _loading = Functions.Count;
                foreach (var function in Functions)
                    Send(
                        new StreamingMessage
                        {
                            FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function },
                        }
                    );
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                if (message.FunctionLoadResponse.Result.Status != StatusResult.Types.Status.Success)
                    _ready.TrySetException(new InvalidOperationException(message.FunctionLoadResponse.Result.Exception.Message));
                else if (--_loading == 0)
                    _ready.TrySetResult();
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_calls.TryRemove(message.InvocationResponse.InvocationId, out var call))
                    call.TrySetResult(message.InvocationResponse.Result);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                log.Enqueue(message.RpcLog);
                break;
        }
    }

    private void Send(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        _outbox.Writer.TryWrite(message);
    }
}
