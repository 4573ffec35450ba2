using OpsTrails.Benchmarks;

return args switch
{
    ["record", ..] => await RecordBenchmark.RunAsync(
        args.Length > 1
            ? TimeSpan.FromSeconds(int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture))
            : TimeSpan.FromSeconds(3)
    ),
    ["read", ..] => await ReadBenchmark.RunAsync(
        args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000
    ),
    ["live", ..] => await LiveBenchmark.RunAsync(
        args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 500,
        args.Length > 2 ? args[2] : null
    ),
    ["start", ..] => await StartBenchmark.RunAsync(
        args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 11,
        args.Length > 2 ? args[2] : null
    ),
    ["serve-empty", var url] => await EmptyServer.RunAsync(url),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine(
        """
        record [seconds]         Records events over HTTP in the embedded store, next to an empty endpoint and a loop of raw SQLite inserts.
        read [events]            Reads a page of events from the embedded store as the timeline grows, to 1,000,000 events.
        live [events] [storage]  Measures from the response to a POST until a stream receives the event, on the same instance and on
                                 another one with the same folder or connection string, such as that of an emulator.
        start [starts] [folder]  Measures from the start of the published package to its first response, and its memory, next to an
                                 empty program and, optionally, the package in a folder, such as an earlier version.
        """
    );
    return 2;
}
