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
        record [seconds]    Recording over HTTP into the embedded store, beside an empty endpoint and a raw SQLite insert loop, in one run.
        read [events]       A page of events from the embedded store as the timeline grows, to 1,000,000 events.
        live [events] [storage]
                            From the answer to a POST until a stream has the event, on the same instance and on another one over the same folder
                            or connection string (of an emulator, say).
        start [starts] [folder]  From starting the published package to its first answer, and its memory, beside an empty program published alike,
                            and beside the package in a folder, such as one of an earlier version.
        """
    );
    return 2;
}
