using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.People;

public sealed class CookieProtectionTests : IDisposable
{
    private const string Secret = "OpsTrails:ProtectionSecret=a-protection-secret-of-36-characters";
    private const string OtherSecret = "OpsTrails:ProtectionSecret=quite-another-secret-of-36-character";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData(Secret)]
    public async Task Two_instances_that_start_at_once_read_each_others_cookies(params string[] settings)
    {
        var apps = await Task.WhenAll(
            TestApp.StartAsync(_folder.Path, settings: settings),
            TestApp.StartAsync(_folder.Path, settings: settings)
        );
        await using var one = apps[0];
        await using var other = apps[1];
        using var browser = await Browser.SignInAsync(one);
        using var otherBrowser = await Browser.SignInAsync(other);

        using var there = browser.At(other);
        using var back = otherBrowser.At(one);

        Assert.Equal((200, 200), (await there.StatusAsync(), await back.StatusAsync()));
        Assert.Single(await one.RowsAsync(Tables.Protection));
    }

    [Theory]
    [InlineData]
    [InlineData(Secret)]
    public async Task A_session_outlives_a_restart(params string[] settings)
    {
        Browser browser;
        await using (var before = await TestApp.StartAsync(_folder.Path, settings: settings))
            browser = await Browser.SignInAsync(before);

        await using var after = await TestApp.StartAsync(_folder.Path, settings: settings);
        using var again = browser.At(after);

        Assert.Equal(200, await again.StatusAsync());
        browser.Dispose();
    }

    [Fact]
    public async Task Another_secret_ends_sessions_and_lets_new_ones_begin_and_the_first_secret_brings_the_old_ones_back()
    {
        Browser browser;
        await using (var before = await TestApp.StartAsync(_folder.Path, settings: Secret))
            browser = await Browser.SignInAsync(before);

        await using (var changed = await TestApp.StartAsync(_folder.Path, settings: OtherSecret))
        {
            using var old = browser.At(changed);
            using var fresh = await Browser.SignInAsync(changed);
            Assert.Equal((401, 200), (await old.StatusAsync(), await fresh.StatusAsync()));
            Assert.Contains(changed.Log.All, line => line.Contains("[3201]", StringComparison.Ordinal));
        }

        await using var back = await TestApp.StartAsync(_folder.Path, settings: Secret);
        using var again = browser.At(back);
        Assert.Equal(200, await again.StatusAsync());
        browser.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_a_secret_the_store_holds_no_key_in_the_clear(bool wrapped)
    {
        await using var app = await TestApp.StartAsync(_folder.Path, settings: wrapped ? [Secret] : []);
        using var browser = await Browser.SignInAsync(app);

        var texts = (await app.RowsAsync(Tables.Protection)).SelectMany(row => row.Texts()).ToList();

        Assert.Contains(texts, text => text.Contains("<key id=", StringComparison.Ordinal));
        Assert.Equal(!wrapped, texts.Any(text => text.Contains("<masterKey", StringComparison.Ordinal)));
        Assert.DoesNotContain(texts, text => text.Contains("a-protection-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrapped_key_that_was_tampered_with_lets_the_program_start_and_sign_in()
    {
        Browser browser;
        await using (var before = await TestApp.StartAsync(_folder.Path, settings: Secret))
        {
            browser = await Browser.SignInAsync(before);
            var row = (await before.RowsAsync(Tables.Protection)).Single();
            var xml = row.RequiredText("Xml");
            var at = xml.IndexOf("</wrapped>", StringComparison.Ordinal) - 8;
            var changed = new Row(row.Key) { ["Xml"] = xml[..at] + (xml[at] == 'A' ? 'B' : 'A') + xml[(at + 1)..] };
            await before.Store.WriteAsync(Tables.Protection, [Write.Upsert(changed)], TestContext.Current.CancellationToken);
        }

        await using var after = await TestApp.StartAsync(_folder.Path, settings: Secret);
        using var old = browser.At(after);
        using var fresh = await Browser.SignInAsync(after);

        Assert.Equal((401, 200), (await old.StatusAsync(), await fresh.StatusAsync()));
        browser.Dispose();
    }

    [Fact]
    public async Task While_the_keys_cannot_be_read_a_session_is_not_said_to_have_ended()
    {
        Browser browser;
        await using (var before = await TestApp.StartAsync(_folder.Path))
            browser = await Browser.SignInAsync(before);
        var tap = new StoreTap();
        await using var after = await TestApp.StartAsync(_folder.Path, tap.AddTo);
        using var again = browser.At(after);

        tap.FailWhen(call => call.Table == Tables.Protection);
        var down = await again.StatusAsync();
        tap.Heal();

        Assert.Equal((503, 200), (down, await again.StatusAsync()));
        browser.Dispose();
    }

    [Fact]
    public async Task A_link_is_not_used_up_while_no_cookie_can_be_made()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(_folder.Path, tap.AddTo);
        using var browser = new Browser(app);
        var token = await app.SignInTokenAsync();

        tap.FailWhen(call => call.Table == Tables.Protection);
        var down = await browser.SignInAsync(token);
        tap.Heal();

        Assert.Equal((503, 201), (down.Status, (await browser.SignInAsync(token)).Status));
    }

    [Fact]
    public async Task A_start_without_a_browser_reads_no_keys_of_cookies()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(_folder.Path, tap.AddTo);
        using var client = await app.ClientWithKeyAsync();

        await client.AskAsync("/api/v1/events/none");

        Assert.Equal((0, 0), (tap.Begun(Tables.Protection, "query"), tap.Begun(Tables.Protection, "write")));
    }

    [Fact]
    public async Task A_secret_that_is_too_short_is_refused_by_name()
    {
        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
            TestApp.StartAsync(_folder.Path, settings: "OpsTrails:ProtectionSecret=short")
        );

        Assert.Contains("OpsTrails:ProtectionSecret must have at least 32 characters", refused.Message, StringComparison.Ordinal);
    }
}
