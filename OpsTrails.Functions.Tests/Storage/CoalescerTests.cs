using System.Threading.Channels;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Storage;

[Layer(Layer.Store)]
public sealed class CoalescerTests
{
    private readonly Channel<Flush> _flushes = Channel.CreateUnbounded<Flush>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_item_that_comes_alone_is_flushed_alone()
    {
        var coalescer = Create();

        var added = coalescer.AddAsync("k", [1]);
        (await NextAsync("k", 1)).Finish();

        Assert.Equal(["done 1"], await added);
    }

    [Fact]
    public async Task What_waits_for_a_flush_goes_together_in_the_next()
    {
        var coalescer = Create();
        var first = coalescer.AddAsync("k", [1]);
        var held = await NextAsync("k", 1);

        var second = coalescer.AddAsync("k", [2]);
        var third = coalescer.AddAsync("k", [3, 4]);
        held.Finish();
        (await NextAsync("k", 2, 3, 4)).Finish();

        Assert.Equal(["done 1", "done 2", "done 3", "done 4"], (await Task.WhenAll(first, second, third)).SelectMany(results => results));
    }

    [Fact]
    public async Task Results_come_back_in_the_order_of_the_items()
    {
        var coalescer = Create();

        var added = coalescer.AddAsync("k", [3, 1, 2]);
        (await NextAsync("k", 3, 1, 2)).Finish(reversed: true);

        Assert.Equal(["done 3", "done 1", "done 2"], await added);
    }

    [Fact]
    public async Task No_more_items_go_together_than_allowed()
    {
        var coalescer = Create(maxItems: 2);

        var added = coalescer.AddAsync("k", [1, 2, 3, 4, 5]);
        (await NextAsync("k", 1, 2)).Finish();
        (await NextAsync("k", 3, 4)).Finish();
        (await NextAsync("k", 5)).Finish();

        Assert.Equal(5, (await added).Length);
    }

    // An item weighs what it says.
    [Fact]
    public async Task No_more_bytes_go_together_than_allowed()
    {
        var coalescer = Create(maxBytes: 10);

        var added = coalescer.AddAsync("k", [4, 6, 5, 5, 1, 9]);
        (await NextAsync("k", 4, 6)).Finish();
        (await NextAsync("k", 5, 5)).Finish();
        (await NextAsync("k", 1, 9)).Finish();

        Assert.Equal(6, (await added).Length);
    }

    [Fact]
    public async Task An_item_that_weighs_too_much_goes_alone()
    {
        var coalescer = Create(maxBytes: 10);

        var added = coalescer.AddAsync("k", [1, 11, 2, 3]);
        (await NextAsync("k", 1)).Finish();
        (await NextAsync("k", 11)).Finish();
        (await NextAsync("k", 2, 3)).Finish();

        Assert.Equal(4, (await added).Length);
    }

    [Fact]
    public async Task A_flush_that_throws_fails_its_own_items()
    {
        var coalescer = Create();
        var first = coalescer.AddAsync("k", [1, 2]);
        var held = await NextAsync("k", 1, 2);

        held.Fail(new TimeoutException("too slow"));

        var exception = await Assert.ThrowsAsync<TimeoutException>(() => first);
        Assert.Equal("too slow", exception.Message);
    }

    [Fact]
    public async Task A_flush_that_throws_fails_none_of_those_that_wait()
    {
        var coalescer = Create();
        var first = coalescer.AddAsync("k", [1]);
        var held = await NextAsync("k", 1);
        var second = coalescer.AddAsync("k", [2]);

        held.Fail(new TimeoutException());
        (await NextAsync("k", 2)).Finish();

        Assert.Equal(["done 2"], await second);
        await Assert.ThrowsAsync<TimeoutException>(() => first);
    }

    [Fact]
    public async Task A_flush_that_throws_before_it_returns_a_task_fails_its_items()
    {
        var coalescer = new Coalescer<string, int, string>((_, _) => throw new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => coalescer.AddAsync("k", [1]));
    }

    // It ended the loop of the key, and whatever was added later waited for ever.
    [Fact]
    public async Task An_item_whose_size_cannot_be_told_fails_alone()
    {
        var coalescer = new Coalescer<string, int, string>(
            (_, items) =>
            {
                foreach (var item in items)
                    item.Complete($"done {item.Item}");
                return Task.CompletedTask;
            },
            maxBytes: 10,
            bytesOf: item => item == 13 ? throw new TimeoutException("thirteen") : item
        );

        var (alone, one, odd, two) = (
            coalescer.AddAsync("k", [13]),
            coalescer.AddAsync("k", [1]),
            coalescer.AddAsync("k", [13]),
            coalescer.AddAsync("k", [2])
        );

        foreach (var failing in (Task[])[alone, odd])
            Assert.Equal("thirteen", (await Assert.ThrowsAsync<TimeoutException>(() => failing)).Message);
        Assert.Equal(["done 1", "done 2"], [.. await one.WaitAsync(Cancel), .. await two.WaitAsync(Cancel)]);
        Assert.Equal(["done 3"], await coalescer.AddAsync("k", [3]).WaitAsync(Cancel));
    }

    [Fact]
    public async Task What_a_flush_completed_before_it_threw_stays_completed()
    {
        var coalescer = Create();
        var first = coalescer.AddAsync("k", [1]);
        var held = await NextAsync("k", 1);
        var (done, failing) = (coalescer.AddAsync("k", [2]), coalescer.AddAsync("k", [3]));
        held.Finish();
        var both = await NextAsync("k", 2, 3);

        both.Items[0].Complete("done 2");
        both.Fail(new TimeoutException());

        Assert.Equal(["done 1", "done 2"], [.. await first, .. await done]);
        await Assert.ThrowsAsync<TimeoutException>(() => failing);
    }

    [Fact]
    public async Task An_item_that_a_flush_leaves_without_a_result_fails()
    {
        var coalescer = new Coalescer<string, int, string>((_, _) => Task.CompletedTask);

        await Assert.ThrowsAsync<InvalidOperationException>(() => coalescer.AddAsync("k", [1]));
    }

    [Fact]
    public async Task One_key_does_not_wait_for_another()
    {
        var coalescer = Create();
        var slow = coalescer.AddAsync("slow", [1]);
        var held = await NextAsync("slow", 1);

        var quick = coalescer.AddAsync("quick", [2]);
        (await NextAsync("quick", 2)).Finish();

        Assert.Equal(["done 2"], await quick);
        Assert.False(slow.IsCompleted);
        held.Finish();
        await slow;
    }

    [Fact]
    public async Task Nothing_to_add_is_done_at_once()
    {
        var coalescer = Create();

        Assert.Empty(await coalescer.AddAsync("k", []));
        Assert.False(_flushes.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_key_can_be_used_again_after_a_flush()
    {
        var coalescer = Create();
        var first = coalescer.AddAsync("k", [1]);
        (await NextAsync("k", 1)).Finish();
        await first;

        var second = coalescer.AddAsync("k", [2]);
        (await NextAsync("k", 2)).Finish();

        Assert.Equal(["done 2"], await second);
    }

    // What the first caller carries along (its trace, its user) would otherwise be held against all that share its flush.
    [Fact]
    public async Task Nothing_of_the_caller_flows_into_a_flush()
    {
        var local = new AsyncLocal<string?> { Value = "caller" };
        string? seen = "not called";
        var coalescer = new Coalescer<string, int, string>(
            (_, items) =>
            {
                seen = local.Value;
                items[0].Complete("");
                return Task.CompletedTask;
            }
        );

        await coalescer.AddAsync("k", [1]);

        Assert.Null(seen);
    }

    [Fact]
    public async Task Of_many_that_come_at_once_each_is_flushed_once_and_one_flush_of_a_key_at_a_time()
    {
        var underWay = new int[4];
        var overlaps = 0;
        var coalescer = new Coalescer<int, int, int>(
            async (key, items) =>
            {
                if (Interlocked.Increment(ref underWay[key]) > 1)
                    Interlocked.Increment(ref overlaps);
                await Task.Yield();
                foreach (var item in items)
                    item.Complete(item.Item);
                Interlocked.Decrement(ref underWay[key]);
            },
            maxItems: 7
        );

        var results = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Task.Run(() => coalescer.AddAsync(i % 4, [i]), Cancel)));

        Assert.Equal(Enumerable.Range(0, 2_000), results.Select(result => result[0]));
        Assert.Equal(0, overlaps);
    }

    private Coalescer<string, int, string> Create(int maxItems = int.MaxValue, long maxBytes = long.MaxValue) =>
        new(
            (key, items) =>
            {
                var flush = new Flush(key, items);
                _flushes.Writer.TryWrite(flush);
                return flush.Done;
            },
            maxItems,
            maxBytes,
            item => item
        );

    private ValueTask<Flush> NextAsync() => _flushes.Reader.ReadAsync(Cancel);

    private async Task<Flush> NextAsync(string key, params int[] items)
    {
        var flush = await NextAsync();
        Assert.Equal((key, string.Join(',', items)), (flush.Key, string.Join(',', flush.Items.Select(item => item.Item))));
        return flush;
    }

    /// <summary>A flush in progress, until the test ends it.</summary>
    private sealed class Flush(string key, IReadOnlyList<Pending<int, string>> items)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        public IReadOnlyList<Pending<int, string>> Items => items;

        public Task Done => _done.Task;

        public void Finish(bool reversed = false)
        {
            foreach (var item in reversed ? items.Reverse() : items)
                item.Complete($"done {item.Item}");
            _done.SetResult();
        }

        public void Fail(Exception exception) => _done.SetException(exception);
    }
}
