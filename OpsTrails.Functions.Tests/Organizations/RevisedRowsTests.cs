using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Organizations;

/// <summary>Revisions over both stores, and when the answer to a write is lost on the way.</summary>
[Layer(Layer.Store)]
public sealed class RevisedRowsTests(SharedAzurite azurite) : IAsyncDisposable
{
    private readonly BothStores _stores = new(azurite);
    private readonly OrganizationId _organization = OrganizationId.New();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_last_twenty_are_kept_on_every_store(bool azure)
    {
        var contexts = Contexts(await _stores.OfAsync(azure));

        for (var i = 1; i <= 23; i++)
            Assert.Equal(i, (await SaveAsync(contexts, i == 22 ? "" : $"text {i}")).Now.Revision);

        Assert.Equal(
            Enumerable.Range(4, 20).Reverse(),
            (await contexts.ListAsync(_organization, Cancel)).Select(revision => (int)revision.Revision)
        );
        Assert.Equal("", (await contexts.FindAsync(_organization, 22, Cancel))!.Content);
        Assert.Equal("text 23", (await contexts.ReadAsync(_organization, Cancel)).Content);
    }

    [Fact]
    public async Task A_write_that_is_sent_again_after_its_answer_was_lost_is_one_revision()
    {
        var contexts = Contexts(new RepeatingTableStore(_stores.Embedded, (_, _) => true));

        var first = await SaveAsync(contexts, "one");
        var second = await contexts.ReplaceAsync(_organization, "two", Only(1), "test", Cancel);

        Assert.Equal((1, true), (first.Now.Revision, first.Allowed));
        Assert.Equal((2, true), (second.Now.Revision, second.Allowed));
        Assert.Equal([2L, 1L], (await contexts.ListAsync(_organization, Cancel)).Select(revision => revision.Revision));
    }

    [Fact]
    public async Task An_oldest_revision_that_is_gone_already_holds_up_nothing()
    {
        var contexts = Contexts(_stores.Embedded);
        for (var i = 1; i <= 20; i++)
            await SaveAsync(contexts, $"text {i}");
        var oldest = (
            await _stores.Embedded.QueryAsync(Tables.Context, RowRange.WithPrefix(_organization.Value, "r"), 100, null, Cancel)
        ).Rows[^1];
        await _stores.Embedded.WriteAsync(Tables.Context, [Write.Delete(oldest.Key)], Cancel);

        Assert.Equal(21, (await SaveAsync(contexts, "more")).Now.Revision);
        Assert.Equal(20, (await contexts.ListAsync(_organization, Cancel)).Count);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ContextStore Contexts(ITableStore store) => new(store, new RevisedRows(store, TestClock.AtNoon()));

    private static RevisionCondition Only(long revision)
    {
        var request = new Microsoft.AspNetCore.Http.DefaultHttpContext().Request;
        request.Headers.IfMatch = IfMatch.TagOf(revision);
        return IfMatch.Read(request)!;
    }

    private Task<(Revised<string> Now, bool Allowed)> SaveAsync(ContextStore contexts, string text) =>
        contexts.ReplaceAsync(_organization, text, RevisionCondition.Anything, "test", Cancel);
}
