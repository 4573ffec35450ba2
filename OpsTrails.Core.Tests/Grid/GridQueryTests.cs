using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Core.Tests.Grid;

public sealed class GridQueryTests
{
    [Theory]
    [InlineData("STAGING", "STAGING", 0)]
    [InlineData("", null, 0)]
    [InlineData("@-2h", null, -120)]
    [InlineData("STAGING@-2h", "STAGING", -120)]
    [InlineData("STAGING@2025-03-10T11:00:00Z", "STAGING", -60)]
    [InlineData("STAGING@2025-03-10T11:00", "STAGING", -120)]
    [InlineData("a@b@-2h", "a@b", -120)]
    [InlineData("team@home", "team@home", 0)]
    [InlineData("STAGING@", "STAGING@", 0)]
    public void What_follows_the_last_at_sign_is_a_time_when_it_reads_as_one(string text, string? subject, int minute)
    {
        var environment = EnvironmentAt.Parse(text, Noon, TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw"));

        Assert.Equal((subject, At(minute)), (environment.Subject, environment.At));
    }

    [Theory]
    [InlineData("now", 0)]
    [InlineData("-1h", -60)]
    [InlineData("2025-03-10T13:30:00+01:00", 30)]
    public void A_grid_is_asked_of_a_moment(string at, int minute)
    {
        var errors = new ValidationErrors();

        var query = GridQuery.Parse([("at", [at])], Noon, errors);

        Assert.Equal(At(minute), query?.At);
    }

    [Fact]
    public void Every_error_of_a_query_is_reported()
    {
        var errors = new ValidationErrors();

        Assert.Null(GridQuery.Parse([("at", ["yesterday"]), ("timezone", ["Mars"]), ("when", ["now"])], Noon, errors));
        Assert.Equal(["\"when\"", "timezone", "at"], errors.All.Select(error => error.Field));
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void The_ends_of_the_calendar_are_moments_too(string at) =>
        Assert.InRange(GridQuery.Parse([("at", [at])], Noon, new ValidationErrors())!.Value.At.Ticks, 0, DateTime.MaxValue.Ticks - 1);
}
