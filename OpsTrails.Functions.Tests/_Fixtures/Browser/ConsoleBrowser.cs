using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(ConsoleBrowser))]

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// One Chromium for the whole assembly, started by the first test that asks; each window has a context of its own. Skips the test where
/// there is no Chromium, or no console to look at. Nothing is downloaded: the browser is that of the machine.
/// </summary>
public sealed class ConsoleBrowser : IAsyncDisposable
{
    /// <summary>Tests that use the browser are of this collection: they would take the processor from each other.</summary>
    public const string Journeys = "Console in the browser";

    private const float Patience = 60_000;
    private const float StartTimeout = 180_000;

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A new window, of nobody yet.</summary>
    internal async Task<ConsoleWindow> OpenAsync(Uri program, BrowserNewContextOptions? options = null)
    {
        SkipUnlessBuilt();
        var browser = await StartedAsync();
        options ??= new BrowserNewContextOptions();
        options.BaseURL = program.ToString();
        options.TimezoneId ??= "Europe/Warsaw";
        options.Locale ??= "en-GB";

        // An animation without end, as of the dot that says "live", has every frame drawn by the processor.
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return await ConsoleWindow.InAsync(context, program);
    }

    /// <summary>A window in which the owner has just come in by a new link.</summary>
    internal async Task<ConsoleWindow> SignInAsync(TestApp app, BrowserNewContextOptions? options = null)
    {
        var window = await OpenAsync(app.Client.BaseAddress!, options);
        using var setup = app.ClientWith(TestApp.SetupToken);
        await window.SignInAsync(setup);
        return window;
    }

    /// <summary>A window that is already signed in.</summary>
    internal async Task<ConsoleWindow> OpenAsAsync(TestApp app, Browser person, BrowserNewContextOptions? options = null)
    {
        var window = await OpenAsync(app.Client.BaseAddress!, options);
        await window.Page.Context.AddCookiesAsync(
            person
                .Cookies.GetAllCookies()
                .Select(cookie => new Cookie
                {
                    Name = cookie.Name,
                    Value = cookie.Value,
                    Url = app.Client.BaseAddress!.ToString(),
                })
        );
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }

    private static void SkipUnlessBuilt() =>
        Assert.SkipUnless(
            File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html")),
            "The console was not built: Node was missing, or SkipConsole set."
        );

    private async Task<IBrowser> StartedAsync()
    {
        var path = Chromium.Find();
        await _starting.WaitAsync();
        try
        {
            if (_browser is not null)
                return _browser;
            Assertions.SetDefaultExpectTimeout(Patience);
            _playwright ??= await Playwright.CreateAsync();
            return _browser = await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions
                {
                    ExecutablePath = path,
                    Timeout = StartTimeout,
                    Args =
                    [
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                    ],
                }
            );
        }
        finally
        {
            _starting.Release();
        }
    }
}

[Layer(Layer.Browser)]
[CollectionDefinition(ConsoleBrowser.Journeys)]
public sealed class ConsoleJourneys;
