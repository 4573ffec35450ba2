using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>One page of a browser that shares nothing with any other, and whatever went wrong in it.</summary>
internal sealed class ConsoleWindow : IAsyncDisposable
{
    // Marks a page. A reload removes the mark.
    private const string Mark = "mark-of-this-page";

    private const string TellOfViolations = """
        document.addEventListener("securitypolicyviolation", (e) =>
          console.error(`Refused by the content security policy: ${e.effectiveDirective} ${e.blockedURI}`),
        );
        """;

    private const string KeepWhatIsSaid = """
        element => {
          const said = (window.said = []);
          const observer = new MutationObserver(() => said.push(element.textContent));
          observer.observe(element, { childList: true, characterData: true, subtree: true });
        }
        """;

    private readonly Uri _program;
    private readonly ConcurrentQueue<string> _wrong = new();

    private ConsoleWindow(IPage page, Uri program)
    {
        Page = page;
        _program = program;
        page.Console += (_, message) =>
        {
            // Failed requests are reported below, with their status.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _wrong.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _wrong.Enqueue("thrown: " + error);
        page.Request += (_, request) =>
        {
            if (!_program.IsBaseOf(new Uri(request.Url)) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                _wrong.Enqueue("elsewhere: " + request.Url);
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !IsAskingWhoIsThere(response))
                _wrong.Enqueue($"{response.Status}: {response.Request.Method} {response.Url}");
        };
    }

    public IPage Page { get; }

    public EventsPage Events => new(Page);

    public GridPage Grid => new(Page);

    public OneEventPage Event => new(Page);

    public Palette Palette => new(Page);

    public SettingsPage Settings => new(Page);

    public PeoplePage People => new(Page);

    /// <summary>Errors and warnings on the console, refusals of the security policy, failed requests and any to elsewhere.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    public static async Task<ConsoleWindow> InAsync(IBrowserContext context, Uri program)
    {
        await context.AddInitScriptAsync(TellOfViolations);
        return new ConsoleWindow(await context.NewPageAsync(), program);
    }

    /// <summary>Lets the owner in by a new link.</summary>
    /// <param name="setup">Sends the setup token.</param>
    public async Task SignInAsync(HttpClient setup)
    {
        var link = await setup.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links");
        await Page.GotoAsync(
            new Uri(link.Data.GetProperty("url").GetString()!).GetComponents(
                UriComponents.Path | UriComponents.KeepDelimiter | UriComponents.Fragment,
                UriFormat.UriEscaped
            )
        );
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToBeVisibleAsync();
    }

    /// <summary>Another page of the same browser context, so of the same person.</summary>
    public async Task<ConsoleWindow> OpenAnotherAsync() => new(await Page.Context.NewPageAsync(), _program);

    public async Task ChooseInAccountMenuAsync(string what)
    {
        await Page.Locator("details.account > summary").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = what, Exact = true }).ClickAsync();
    }

    /// <summary>
    /// Presses a button and waits for a message. The message is shown for two seconds only, so polling could miss it.
    /// </summary>
    /// <param name="button">The button to press.</param>
    /// <param name="where">The element with the message.</param>
    /// <param name="words">The whole message.</param>
    public async Task PressAndHearAsync(ILocator button, ILocator where, string words)
    {
        await where.EvaluateAsync(KeepWhatIsSaid);
        await button.ClickAsync();
        await Page.WaitForFunctionAsync("words => window.said.includes(words)", words);
    }

    public Task MarkAsync() => Page.EvaluateAsync("mark => { window[mark] = true; }", Mark);

    /// <summary>Whether the page is still the marked one, so it was not reloaded.</summary>
    public Task<bool> IsMarkedAsync() => Page.EvaluateAsync<bool>("mark => window[mark] === true", Mark);

    /// <summary>How many pixels the page can be moved sideways.</summary>
    public Task<int> OverflowAsync() =>
        Page.EvaluateAsync<int>(
            """
            () => {
              scrollBy(10_000, 0);
              const moved = Math.round(scrollX);
              scrollBy(-10_000, 0);
              return moved;
            }
            """
        );

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private static bool IsAskingWhoIsThere(IResponse response) =>
        response.Status == 401 && response.Request.Method == "GET" && new Uri(response.Url).AbsolutePath == "/api/v1/session";
}
