using Build.Preparation;
using Build.WebPages;
using Layercake.Testing;
using Layercake.Web.Configuration;
using Layercake.Web.Runs;

namespace Layercake.Build.Tests.WebPages;

/// <summary>Roles go by the names of environments, and the files of these are among the assets.</summary>
public sealed class PinnedEnvironmentTests : IDisposable
{
    private const string File = "assets/deployment/environments/dev.json";
    private const string Before =
        """{ "workspace_url": "https://adb-1.1.azuredatabricks.net", "vault_name": "vault-one", """
        + """ "authority_type": "pat", "secret_prefix": "a-" }""";

    private readonly TempDirectory folder = new();

    public PinnedEnvironmentTests()
    {
        folder.Write(File, Before);
        folder.Write("assets/jobs/nightly.json", """{ "name": "nightly" }""");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("workspace_url", "adb-1.1", "adb-2.2")]
    [InlineData("vault", "vault-one", "vault-two")]
    [InlineData("authority_type", "\"pat\"", "\"azure-cli\"")]
    [InlineData("secret_prefix", "a-", "b-")]
    [InlineData("secret_names", "{", "{ \"secret_names\": { \"pat_token\": \"other\" },")]
    public async Task A_name_that_means_something_else_since_the_start_is_refused(string setting, string from, string to)
    {
        await using var page = Page();
        folder.Write(File, Before.Replace(from, to, StringComparison.Ordinal));

        var refusal =
            $"The environment dev is refused: deployment/environments/dev.json has another {setting} than when the server started, and "
            + "roles are given by this name. Review that file, then restart the server.";
        Assert.Equal([refusal], (await page.DescribeAsync("dev")).Problems);
        var (_, end) = await page.RunAsync(RunTask.Validate, "dev");
        Assert.Equal((RunState.Refused, refusal), (end.State, end.Failure));
    }

    [Fact]
    public async Task A_name_that_is_new_since_the_start_or_was_wrong_then_is_refused()
    {
        folder.Write("assets/deployment/environments/wrong.json", "{");
        await using var page = Page();
        folder.Write("assets/deployment/environments/new.json", Before);
        folder.Write("assets/deployment/environments/wrong.json", Before);

        Assert.Contains("new.json is new since the server started", Assert.Single((await page.DescribeAsync("new")).Problems));
        Assert.Contains("wrong.json had an error when the server started", Assert.Single((await page.DescribeAsync("wrong")).Problems));
    }

    [Theory]
    [InlineData(SignInMode.Proxy, "adb-1.1")]
    [InlineData(SignInMode.OneTimeAddress, "adb-2.2")]
    public void What_says_neither_where_nor_as_whom_may_change_and_without_roles_all_of_it(SignInMode mode, string host)
    {
        var run = WebCommandLine.Read(folder).Run;
        var pinned = WebConfigurations.Pinned(run, new WebConfiguration { Mode = mode });
        folder.Write(File, Before.Replace("{", "{ \"name_prefix\": \"x-\",").Replace("adb-1.1", host, StringComparison.Ordinal));

        var read = EnvironmentReader.Load("dev", pinned, [])!;
        pinned.Folders.EnvironmentCheck?.Invoke(read);

        Assert.Equal(("x-", $"{host}.azuredatabricks.net"), (read.NamePrefix, read.WorkspaceUrl!.Host));
    }

    private ServedPage Page() => new(folder, new Dictionary<string, string>(), givesRoles: true);
}
