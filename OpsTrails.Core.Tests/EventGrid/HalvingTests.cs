using CsCheck;
using OpsTrails.Core.EventGrid;

namespace OpsTrails.Core.Tests.EventGrid;

public sealed class HalvingTests
{
    private static readonly Gen<bool[]> Batches = Gen.Frequency((9, false), (1, true)).Array[1, 200];

    [Fact]
    public Task Only_events_that_the_topic_refuses_alone_are_refused() =>
        Batches.SampleAsync(async batch =>
        {
            var events = batch.Index().ToList();

            var sent = await Halving.SendAsync(events, part => Answer(part.Any(e => e.Item) ? 400 : 200));

            Assert.Equal(events.Where(e => e.Item), sent.Refused.Select(refused => refused.Event));
            Assert.Equal(events.Where(e => !e.Item), sent.Delivered);
            Assert.Empty(sent.Left);
        });

    [Fact]
    public Task Each_event_ends_in_one_place_and_is_delivered_at_most_once() =>
        Gen.Select(Gen.Int[1, 60], Gen.OneOf(200, 400, 413, 503).Array[200])
            .SampleAsync(
                async (count, answers) =>
                {
                    var (request, delivered) = (0, new List<int>());

                    var sent = await Halving.SendAsync(
                        [.. Enumerable.Range(0, count)],
                        part =>
                        {
                            var status = answers[request++ % answers.Length];
                            if (status == 200)
                                delivered.AddRange(part);
                            return Answer(status);
                        }
                    );

                    Assert.Equal(
                        Enumerable.Range(0, count),
                        sent.Delivered.Concat(sent.Left).Concat(sent.Refused.Select(refused => refused.Event)).Order()
                    );
                    Assert.Equal(delivered, sent.Delivered);
                }
            );

    [Fact]
    public async Task One_refused_event_among_1000_is_found_in_21_requests()
    {
        var requests = 0;

        var sent = await Halving.SendAsync(
            [.. Enumerable.Range(0, 1_000)],
            part =>
            {
                requests++;
                return Answer(part.Contains(617) ? 413 : 200);
            }
        );

        Assert.Equal(617, Assert.Single(sent.Refused).Event);
        Assert.InRange(requests, 2, 21);
    }

    [Fact]
    public async Task Sending_stops_at_the_first_answer_that_says_later()
    {
        var requests = 0;

        var sent = await Halving.SendAsync([1, 2, 3, 4], part => Answer(++requests == 1 ? 400 : 503));

        Assert.Equal((2, 4), (requests, sent.Left.Count));
    }

    private static Task<TopicAnswer> Answer(int status) => Task.FromResult(new TopicAnswer(status));
}
