using System.Text;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Incidents;

public sealed class IncidentDataTests
{
    [Theory]
    [InlineData("""{"incident":"INC-7"}""", "INC-7")]
    [InlineData("""{"incident":" INC-7 "}""", "INC-7")]
    [InlineData("""{"incident":4711}""", "4711")]
    [InlineData("""{"incidentId":"a"}""", "a")]
    [InlineData("""{"incident_id":"b"}""", "b")]
    [InlineData("""{"dedup_key":"c","incident_id":"b","incidentId":"a","incident":"INC-7"}""", "INC-7")]
    [InlineData("""{"incident":"","dedup_key":"c"}""", "c")]
    [InlineData("""{"incident":true}""", null)]
    [InlineData("""{"incident":{"incident":"inner"}}""", null)]
    [InlineData("""{"list":[{"incident":"inner"}]}""", null)]
    [InlineData("{}", null)]
    public void The_number_is_a_string_or_a_number(string data, string? expected) => Assert.Equal(expected, Read(data).Number);

    [Fact]
    public void The_end_is_a_time_with_a_zone()
    {
        Assert.Equal(new Timestamp(new DateTime(2025, 1, 2, 3, 4, 5).Ticks), Read("""{"until":"2025-01-02T03:04:05Z"}""").Until);
        Assert.Null(Read("""{"until":"tomorrow"}""").Until);
    }

    [Fact]
    public void A_description_is_cut() => Assert.Equal(200, Read($$"""{"description":"{{new string('x', 900)}}"}""").Description!.Length);

    private static IncidentData Read(string data) =>
        IncidentData.Read(Encoding.UTF8.GetBytes($$"""{"id":"e","incident":"outer","data":{{data}},"createdAt":"x"}"""));
}
