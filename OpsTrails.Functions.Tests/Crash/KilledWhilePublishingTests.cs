using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Crash;

/// <summary>The program is killed, and the topic fails a third of the time in one way or another; it lives on, as subscribers do.</summary>
[Layer(Layer.Process)]
public sealed class KilledWhilePublishingTests(ITestOutputHelper output)
{
    private static readonly int[] Failures = [503, 429, 500, 0];

    [Fact]
    public async Task Every_event_reaches_the_topic_at_least_once_and_leaves_the_outbox_however_often_the_program_is_killed()
    {
        using var folder = new TemporaryFolder();
        await using var topic = await FakeTopic.StartAsync();
        var failed = 0;
        topic.Fault = request =>
        {
            // Every third one fails, half of those after the events were taken.
            if (request.Number % 3 != 0)
                return default;
            var failure = Interlocked.Increment(ref failed);
            return ValueTask.FromResult<TopicFault?>(new TopicFault(Failures[failure % Failures.Length], IsDelivered: failure % 2 == 0));
        };
        var run = new KillRun(folder.Path, () => EmbeddedTableStore.Open(folder.Path), seed: 20_262, output, topic.Settings);

        await run.RunAsync(["feed", KillPoint.Published], latest: 4, perPoint: 2, atRandom: 4);

        var delivered = topic.Delivered.Select(e => new EventName(e.GetProperty("source").GetString()!, FakeTopic.IdOf(e))).ToList();
        output.WriteLine(
            $"{delivered.Distinct().Count()} events delivered, {delivered.Count} times, in {topic.Requests.Count} requests of "
                + $"which {failed} failed"
        );
        Assert.True(failed > 0);
        Assert.Empty(run.Acknowledged.Except(delivered));
    }
}
