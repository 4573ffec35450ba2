using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>docs/operations.md names what there is, all of it and nothing else.</summary>
public sealed class OperationsTests
{
    private static readonly Document Operations = new("operations.md");

    [Fact]
    public async Task Every_metric_of_the_program_is_explained_and_none_is_made_up()
    {
        await using var app = await TestApp.StartAsync();
        var explained = Operations
            .Table("Metrics")
            .Select(row => Document.Code(row[0]))
            .Where(name => name.StartsWith("opstrails.", StringComparison.Ordinal));

        Assert.Equal(InstrumentsOf(app).Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_alert_has_its_meaning_and_none_is_made_up() =>
        Assert.Equal(
            Alert.All().Select(alert => alert.Name).Order(StringComparer.Ordinal),
            Operations.Table("Alerts").Select(row => Document.Code(row[0])).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Log_lines_are_quoted_as_they_are_written() =>
        Assert.All(
            Operations.Table("Log events"),
            row =>
            {
                var id = int.Parse(row[0], CultureInfo.InvariantCulture);
                Assert.Equal(
                    (row[1], row[2]),
                    LogLines.TryGetValue(id, out var line) ? (line.Level.ToString(), line.Message) : ("there is no such id", row[0])
                );
            }
        );

    [Fact]
    public void Every_error_that_can_be_logged_is_among_them() =>
        Assert.Empty(
            LogLines
                .Where(line => line.Value.Level >= LogLevel.Error)
                .Select(line => line.Key.ToString(CultureInfo.InvariantCulture))
                .Except(Operations.Table("Log events").Select(row => row[0]))
        );

    [Theory]
    [InlineData("operations.md")]
    [InlineData("deploy.md")]
    [InlineData("cost.md")]
    public void Links_to_headings_lead_somewhere(string name)
    {
        var links = new Document(name)
            .Text.Split("](")
            .Skip(1)
            .Select(rest => rest.Split(')')[0])
            .Where(link => link.Contains('#', StringComparison.Ordinal));

        Assert.All(
            links.Where(link => !link.StartsWith("http", StringComparison.Ordinal)),
            link =>
            {
                var (file, heading) = (link.Split('#')[0], link.Split('#')[1]);
                Assert.Contains(heading, new Document(file.Length == 0 ? name : file).Headings);
            }
        );
    }

    private static Dictionary<int, LoggerMessageAttribute> LogLines { get; } =
        typeof(OpsTrailsApp)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                )
            )
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .ToDictionary(line => line.EventId);

    private static List<string> InstrumentsOf(TestApp app)
    {
        var names = new List<string>();
        var factory = app.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Telemetry.Name && ReferenceEquals(instrument.Meter.Scope, factory))
                    names.Add(instrument.Name);
            },
        };
        listener.Start();
        return names;
    }
}
