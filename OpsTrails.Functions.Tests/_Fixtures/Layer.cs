namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>What the tests of a class need to run, least first. Run one layer by <c>--filter-trait layer=store</c>.</summary>
internal enum Layer
{
    /// <summary>Stores, rows, and files that are only read: no HTTP, no process but the table emulator.</summary>
    Store,

    /// <summary>The program in this process, over HTTP. What a class is that names no layer.</summary>
    App,

    /// <summary>Processes: the program killed and restarted, its commands, the published package, the compiler of the templates.</summary>
    Process,

    /// <summary>The console in Chromium.</summary>
    Browser,
}
