using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;

namespace OpsTrails.Core.Tests.Grid;

public sealed class SkippedStageTests
{
    [Theory]
    [InlineData("1 deployment 1.0", "", "1.0")]
    [InlineData("2 deployment 1.0", "1 deployment 1.0", "")]
    [InlineData("2 deployment 1.0", "2 deployment 1.0", "")]
    [InlineData("2 deployment 1.0", "3 deployment 1.0", "1.0")]
    [InlineData("2 deployment 1.0", "1 deployment 1.0.0", "1.0")]
    [InlineData("2 deployment 1.0", "1 rollback 1.0", "")]
    [InlineData("2 rollback 1.0", "", "")]
    [InlineData("2 incident", "", "")]
    [InlineData("2 incident 1.0", "", "")]
    [InlineData("2 deployment.failed 1.0", "", "")]
    [InlineData("2 deployment.started 1.0", "", "")]
    [InlineData("2 deployment 1.0", "1 deployment.failed 1.0", "1.0")]
    [InlineData("2 deployment 1.0", "1 deployment.started 1.0", "1.0")]
    [InlineData("2 deployment 1.0", "1 test 1.0", "1.0")]
    [InlineData("2 deployment 1.0,5 deployment 1.0", "3 deployment 1.0", "1.0")]
    [InlineData("2 deployment 1.0,3 deployment 2.0,4 deployment 3.0", "1 deployment 2.0", "3.0 1.0")]
    public void A_version_skipped_the_stage_when_it_was_not_there_before_it_arrived(string there, string stage, string skipped)
    {
        var arrivals = SkippedStage.ArrivalsIn(Events(there, "BE"), TypeMeanings.None, OrganizationNames.None);

        Assert.Equal(
            skipped,
            string.Join(
                ' ',
                SkippedStage.Without(arrivals, Events(stage, "BE"), TypeMeanings.None, OrganizationNames.None).Select(e => e.Version)
            )
        );
    }

    [Fact]
    public void The_same_version_of_another_system_explains_nothing()
    {
        var arrivals = SkippedStage.ArrivalsIn(Events("2 deployment 1.0", "BE"), TypeMeanings.None, OrganizationNames.None);

        Assert.Single(SkippedStage.Without(arrivals, Events("1 deployment 1.0", "FE"), TypeMeanings.None, OrganizationNames.None));
    }

    private static List<RecordedEvent> Events(string text, string source) =>
        [
            .. text.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part.Split(' '))
                .Select(part => new RecordedEvent
                {
                    Id = $"{source}-{string.Join('-', part)}",
                    Source = source,
                    Type = part[1],
                    Version = part.ElementAtOrDefault(2),
                    Time = new Timestamp(long.Parse(part[0], System.Globalization.CultureInfo.InvariantCulture)),
                    CreatedAt = default,
                    Json = default,
                }),
        ];
}
