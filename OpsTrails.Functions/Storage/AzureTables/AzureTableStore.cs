using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace OpsTrails.Functions.Storage.AzureTables;

/// <summary>The ordered table in Azure Tables. A table that is missing is made at its first write.</summary>
internal sealed class AzureTableStore(TableServiceClient service) : ITableStore
{
    private readonly ConcurrentDictionary<string, TableClient> _tables = new(StringComparer.Ordinal);

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
        // A filter that nothing matches cannot be said in OData.
        if (range.Where.Any(filter => filter.AnyOf.Count == 0))
            return new RowPage([], null);
        try
        {
            var pages = Table(table).QueryAsync<TableEntity>(ODataFilter.From(range), take, cancellationToken: cancel).AsPages(token, take);
            await foreach (var page in pages)
                return new RowPage([.. page.Values.Select(Entities.ToRow)], page.ContinuationToken);
            return new RowPage([], null);
        }
        catch (RequestFailedException exception) when (TableErrors.IsMissingTable(exception))
        {
            return new RowPage([], null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw TableErrors.ToException(exception);
        }
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
        catch (TableTransactionFailedException exception) when (exception.FailedTransactionActionIndex is { } index && TableErrors.ToFailure(exception) is { } failure)
        {
            return WriteResult.Failed(failure, index);
        }
        catch (RequestFailedException exception) when (exception is not TableTransactionFailedException && TableErrors.ToFailure(exception) is { } failure)
        {
            return WriteResult.Failed(failure, 0);
        }
    }

    private static async Task<WriteResult> WriteOneAsync(TableClient table, Write write, CancellationToken cancel)
    {
        var answer = write.Kind switch
        {
            WriteKind.Add => await table.AddEntityAsync(Entities.From(write.Row), cancel),
            WriteKind.Upsert => await table.UpsertEntityAsync(Entities.From(write.Row), TableUpdateMode.Replace, cancel),
            WriteKind.Replace => await table.UpdateEntityAsync(Entities.From(write.Row), Entities.Condition(write), TableUpdateMode.Replace, cancel),
            _ => await table.DeleteEntityAsync(write.Key.Partition, write.Key.Row, Entities.Condition(write), cancel),
        };
        // The client answers a delete of what is not there instead of throwing.
        if (answer.Status == 404)
            return WriteResult.Failed(WriteFailure.NotFound, 0);
        return WriteResult.Done([write.Kind == WriteKind.Delete ? null : answer.Headers.ETag?.ToString()]);
    }
}
