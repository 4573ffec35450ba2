using System.Text.Json;
using CsCheck;
using OpsTrails.Core.EventGrid;

namespace OpsTrails.Core.Tests.EventGrid;

public sealed class TopicBatchTests
{
    private static readonly Gen<int[]> Sizes = Gen.Frequency((8, Gen.Int[2, 400]), (2, Gen.Int[1, 600_000])).Array[0, 3_000];

    [Fact]
    public void Batches_hold_every_event_once_in_order_within_the_limits() =>
        Sizes.Sample(
            sizes =>
            {
                var batches = TopicBatch.Split(sizes.Index(), e => e.Item).ToList();

                Assert.Equal(sizes.Index(), batches.SelectMany(batch => batch));
                Assert.All(batches, batch => Assert.InRange(batch.Count, 1, TopicBatch.MaxEvents));
                Assert.All(
                    batches.Where(batch => batch.Count > 1),
                    batch => Assert.InRange(2 + batch.Sum(e => e.Item + 1), 0, TopicBatch.MaxBytes)
                );
            },
            iter: 50
        );

    [Fact]
    public void A_batch_ends_only_where_the_next_event_would_not_fit() =>
        Sizes.Sample(
            sizes =>
            {
                var batches = TopicBatch.Split(sizes, size => size).ToList();

                foreach (var (batch, next) in batches.Zip(batches.Skip(1)))
                    Assert.True(batch.Count == TopicBatch.MaxEvents || 2 + batch.Sum(size => size + 1) + next[0] + 1 > TopicBatch.MaxBytes);
            },
            iter: 50
        );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_body_is_an_array_of_its_events(int count)
    {
        var events = Enumerable.Range(0, count).Select(i => JsonSerializer.SerializeToUtf8Bytes(new { i })).ToList();

        var body = TopicBatch.Join(events);

        Assert.Equal(Enumerable.Range(0, count), JsonElement.Parse(body).EnumerateArray().Select(e => e.GetProperty("i").GetInt32()));
    }
}
