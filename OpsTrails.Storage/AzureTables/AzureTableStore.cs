using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace OpsTrails.Storage.AzureTables;

/// <summary>The ordered table in Azure Tables. Creates a missing table at its first write.</summary>
internal sealed class AzureTableStore(TableServiceClient service) : ITableStore
{
    private static readonly SemaphoreSlim ManyRows = new(PageSizes.ManyRowsAtOnce);

    private readonly ConcurrentDictionary<string, TableClient> _tables = new(StringComparer.Ordinal);
    private readonly PageSizes _sizes = new(ManyRows);

    public async ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel)
    {
        try
        {
            var answer = await Table(table).GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row, cancellationToken: cancel);
            return answer.HasValue ? Entities.ToRow(answer.Value!) : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw TableErrors.ToException(exception);
        }
    }

    public async ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        try
        {
            try
            {
                return await TryWriteAsync(Table(table), writes, cancel);
            }
            catch (RequestFailedException exception) when (TableErrors.IsMissingTable(exception))
            {
                await Table(table).CreateIfNotExistsAsync(cancel);
                return await TryWriteAsync(Table(table), writes, cancel);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw TableErrors.ToException(exception);
        }
    }

    public async ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel)
    {
        // OData has no filter that matches nothing.
        if (range.Where.Any(filter => filter.AnyOf.Count == 0))
            return new RowPage([], null);
        try
        {
            return await _sizes.ReadAsync(table, range, take, rows => QueryAsync(Table(table), range, rows, token, cancel), cancel);
        }
        catch (RequestFailedException exception) when (TableErrors.IsMissingTable(exception))
        {
            return new RowPage([], null);
        }
        catch (Exception exception)
            when (token is not null && exception is RequestFailedException { Status: 400 } or ArgumentException or IndexOutOfRangeException)
        {
            throw new PageTokenException("Azure Tables refused the token of a page.", exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw TableErrors.ToException(exception);
        }
    }

    private static async Task<RowPage> QueryAsync(TableClient table, RowRange range, int take, string? token, CancellationToken cancel)
    {
        var pages = table.QueryAsync<TableEntity>(ODataFilter.From(range), take, Entities.Columns(range), cancel).AsPages(token, take);
        await foreach (var page in pages)
            return new RowPage([.. page.Values.Select(Entities.ToRow)], page.ContinuationToken);
        return new RowPage([], null);
    }

    private TableClient Table(string name) => _tables.GetOrAdd(name, static (table, from) => from.GetTableClient(table), service);

    private static async Task<WriteResult> TryWriteAsync(TableClient table, IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        try
        {
            if (writes.Count == 1)
                return await WriteOneAsync(table, writes[0], cancel);
            var answers = await table.SubmitTransactionAsync(writes.Select(Entities.ToAction), cancel);
            return WriteResult.Done([.. answers.Value.Select(answer => answer.Headers.ETag?.ToString())]);
        }
        catch (RequestFailedException exception)
            when (TableErrors.ToFailure(exception) is { } failure && FailedIndex(exception) is { } index)
        {
            return WriteResult.Failed(failure, index);
        }
    }

    /// <summary>
    /// The index of the failed write. Null if Azure Tables didn't report it; the failure then has no meaning for the caller.
    /// </summary>
    private static int? FailedIndex(RequestFailedException exception) =>
        exception is TableTransactionFailedException transaction ? transaction.FailedTransactionActionIndex : 0;

    private static async Task<WriteResult> WriteOneAsync(TableClient table, Write write, CancellationToken cancel)
    {
        var entity = Entities.From(write.Row);
        var condition = Entities.Condition(write);
        var answer = write.Kind switch
        {
            WriteKind.Add => await table.AddEntityAsync(entity, cancel),
            WriteKind.Upsert => await table.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancel),
            WriteKind.Replace => await table.UpdateEntityAsync(entity, condition, TableUpdateMode.Replace, cancel),
            _ => await table.DeleteEntityAsync(entity.PartitionKey, entity.RowKey, condition, cancel),
        };
        // For a missing row, the client returns a delete's 404 instead of throwing.
        if (answer.Status == 404)
            return WriteResult.Failed(WriteFailure.NotFound, 0);
        return WriteResult.Done([write.Kind == WriteKind.Delete ? null : answer.Headers.ETag?.ToString()]);
    }
}
