namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>One program for all facts of a class. For facts that only read, or whose writes the others don't see.</summary>
public abstract class SharedProgram : IAsyncLifetime
{
    internal TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await StartAsync();
        await PrepareAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual Task<TestApp> StartAsync() => TestApp.StartAsync();

    /// <summary>Records what the facts read.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;

    private protected virtual ValueTask EndAsync() => ValueTask.CompletedTask;
}

/// <summary>A program without content.</summary>
public sealed class EmptyProgram : SharedProgram;
