using System.Security.Cryptography;
using OpsTrails.Core.Days;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Days.Rows;

/// <summary>
/// The rows of counted days. A day's rows carry the same nonce, so that rows which two instances wrote at once don't count together.
/// </summary>
internal sealed class DayRows(ITableStore store, DayMarks marks)
{
    private const string Counts = "Counts";

    /// <summary>Which days were counted, and by which meanings of types.</summary>
    public async Task<IReadOnlyDictionary<long, string>> ReadCountedAsync(
        OrganizationId organization,
        long first,
        long last,
        CancellationToken cancel
    ) =>
        await store
            .ReadAllAsync(Tables.Days, DayKeys.CountedWithin(organization, first, last) with { Select = ["Types"] }, cancel)
            .ToDictionaryAsync(row => DayKeys.DayOf(row.Key), row => row.RequiredText("Types"), cancellationToken: cancel);

    /// <summary>The days of a range that were counted, both ends included.</summary>
    public async Task<IReadOnlyDictionary<long, StoredDay>> ReadAsync(
        OrganizationId organization,
        long first,
        long last,
        CancellationToken cancel
    )
    {
        var counted = await store
            .ReadAllAsync(Tables.Days, DayKeys.CountedWithin(organization, first, last), cancel)
            .ToDictionaryAsync(row => DayKeys.DayOf(row.Key), cancellationToken: cancel);
        var environments = (
            await store.ReadAllAsync(Tables.Days, DayKeys.EnvironmentsWithin(organization, first, last), cancel).ToListAsync(cancel)
        ).ToLookup(row => DayKeys.DayOf(row.Key));
        return counted.ToDictionary(pair => pair.Key, pair => StoredDay.Read(pair.Key, pair.Value, environments[pair.Key]));
    }

    /// <summary>Stores days that were counted after the stale days were read. Leaves days that others stored meanwhile.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="days">Each day with its counts and what was stored of it before.</param>
    /// <param name="stale">The stale days, as read before counting.</param>
    /// <param name="types">The meanings that they were counted by.</param>
    public async Task SaveAsync(
        OrganizationId organization,
        IEnumerable<(long Day, IReadOnlyList<CountedDay> Counts, StoredDay? Before)> days,
        StaleDays stale,
        TypeMeanings types
    )
    {
        var (writes, together) = (new List<Write>(), new List<long>());
        foreach (var (day, counts, before) in days)
        {
            var own = WritesOf(organization, day, counts, before, types);
            if (writes.Count + own.Count > TableLimits.WritesPerTransaction)
                await FlushAsync();

            // The row that makes the others count is the last one.
            for (; own.Count > TableLimits.WritesPerTransaction; own.RemoveRange(0, TableLimits.WritesPerTransaction))
                await store.WriteAsync(Tables.Days, own[..TableLimits.WritesPerTransaction], CancellationToken.None);
            writes.AddRange(own);
            together.Add(day);
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            if (writes.Count == 0)
                return;
            var result = await store.WriteAsync(Tables.Days, writes, CancellationToken.None);
            if (result.Succeeded)
                await marks.RemoveAsync(organization, together.Where(stale.Marks.ContainsKey).Select(day => (day, stale.Marks[day])));
            writes.Clear();
            together.Clear();
        }
    }

    /// <summary>Deletes the rows and marks of days before a day.</summary>
    public async Task DeleteBeforeAsync(OrganizationId organization, long day, CancellationToken cancel)
    {
        foreach (
            var (table, range) in ((string, RowRange)[])
                [
                    (Tables.Days, DayKeys.CountedWithin(organization, 0, day - 1)),
                    (Tables.Days, DayKeys.EnvironmentsWithin(organization, 0, day - 1)),
                    (Tables.Ledger, Ledger.Rows.LedgerKeys.StaleDays(organization, 0, day - 1)),
                ]
        )
        {
            var rows = await store
                .ReadAllAsync(table, range with { Select = ["Nonce"] }, cancel)
                .Select(row => row.Key)
                .ToListAsync(cancel);
            if (rows.Count > 0)
                await store.DeleteAsync(table, rows.Select(row => (row, (string?)null)));
        }
    }

    private static List<Write> WritesOf(
        OrganizationId organization,
        long day,
        IReadOnlyList<CountedDay> counts,
        StoredDay? before,
        TypeMeanings types
    )
    {
        var nonce = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var rows = counts.Select(count => WriteOf(organization, count, nonce, types)).ToList();
        var written = rows.Select(row => row.Key).ToHashSet();
        var counted = new Row(DayKeys.Counted(organization, day))
        {
            ["Types"] = types.Digest,
            ["Nonce"] = nonce,
            ["Environments"] = (long)rows.Count,
        };
        return
        [
            .. (before?.Rows ?? []).Where(key => !written.Contains(key)).Select(key => Write.Delete(key)),
            .. rows.Select(Write.Upsert),
            before is null ? Write.Add(counted) : Write.Replace(counted, before.ETag),
        ];
    }

    private static Row WriteOf(OrganizationId organization, CountedDay counted, string nonce, TypeMeanings types)
    {
        var row = new Row(DayKeys.Environment(organization, counted.Day, counted.Subject))
        {
            ["Subject"] = counted.Subject,
            ["Nonce"] = nonce,
        };
        row.SetPieces(Counts, counted.Count.Write(types));
        return row;
    }

    /// <summary>The counts of one row.</summary>
    public static CountedDay ReadCounts(Row row) =>
        new(
            DayKeys.DayOf(row.Key),
            row.Text("Subject"),
            DayCount.Read(row.Pieces(Counts) ?? throw new InvalidDataException($"The row {row.Key} has no counts."))
        );
}

/// <summary>A counted day, as stored.</summary>
/// <param name="Types">The digest of the meanings that it was counted by.</param>
/// <param name="ETag">The version of the row that makes the others count.</param>
/// <param name="Environments">Its counts.</param>
/// <param name="Rows">The keys of all rows of the day, those of an interrupted count too.</param>
/// <param name="IsWhole">Whether all rows are of the same count.</param>
internal sealed record StoredDay(
    string Types,
    string ETag,
    IReadOnlyList<CountedDay> Environments,
    IReadOnlyList<RowKey> Rows,
    bool IsWhole
)
{
    public static StoredDay Read(long day, Row counted, IEnumerable<Row> environments)
    {
        var all = environments.ToList();
        var own = all.Where(row => row.Text("Nonce") == counted.RequiredText("Nonce")).ToList();
        return new StoredDay(
            counted.RequiredText("Types"),
            counted.ETag!,
            own.ConvertAll(DayRows.ReadCounts),
            all.ConvertAll(row => row.Key),
            IsWhole: own.Count == counted.RequiredNumber("Environments") && own.Count == all.Count
        );
    }
}
