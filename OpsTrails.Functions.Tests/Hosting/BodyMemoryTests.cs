using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>A large body costs no memory, measured from outside.</summary>
[Layer(Layer.Process)]
public sealed class BodyMemoryTests : IAsyncLifetime
{
    private const long Megabyte = 1_000_000;
    private const long Total = 200 * Megabyte;
    private const long MaxGrowth = 60 * Megabyte;

    private readonly TemporaryFolder _folder = new();
    private TestProvider _provider = null!;
    private OpsTrailsProcess _program = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the peak of a process.");
        _provider = await TestProvider.StartAsync();
        _program = await OpsTrailsProcess.StartAsync(_folder.Path, _provider.Settings);
        await _program.WhenQuietAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/sign-in/callback", "application/x-www-form-urlencoded")]
    [InlineData("/SIGN-IN/callback", "multipart/form-data; boundary=x")]
    [InlineData("/api/v1/session", "application/json")]
    [InlineData("/nothing", "application/x-www-form-urlencoded")]
    public async Task A_form_or_anything_else_of_200_MB_is_not_kept(string path, string type)
    {
        var before = _program.PeakMemory;
        foreach (var isChunked in (bool[])[false, true])
            await BodyFlood.SendAsync(
                _program.Address,
                "POST",
                path,
                ["Content-Type: " + type],
                Total,
                isChunked,
                Encoding.ASCII.GetBytes("name=" + new string('y', 3_000_000) + "&")
            );

        var growth = _program.PeakMemory - before;

        Assert.True(growth < MaxGrowth, $"{growth / Megabyte} MB");
    }
}
