using Build.Running;
using Layercake.Testing;

namespace Layercake.Build.Tests.WebPages;

/// <summary>A container gets the environment of an earlier app's container.</summary>
public sealed class WebVariablesTests : IDisposable
{
    private const string Host = "adb-1234567890123456.7.azuredatabricks.net";
    private const string Token = "dapi-canary-0123456789";

    private readonly TempDirectory folder = new();

    public WebVariablesTests() => folder.Write("assets/jobs/nightly.json", """{ "name": "nightly" }""");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Host)]
    [InlineData($"https://{Host}")]
    [InlineData($" https://{Host}/ ")]
    public async Task The_workspace_is_an_environment_of_the_page(string host)
    {
        await using var page = Page(("DATABRICKS_HOST", host), ("DATABRICKS_TOKEN", Token));

        Assert.Equal(["workspace"], page.Environments);
        Assert.Equal(
            [$"DATABRICKS_HOST adds the environment workspace, https://{Host}, where DATABRICKS_TOKEN signs in."],
            page.Settings.Said
        );
        var file = Assert.Single(Directory.GetFiles(folder["state"], "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(Token, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_signs_in_there_and_reads_the_mappings()
    {
        await using var cloud = await LocalCloudFixture.StartAsync();
        folder.Write("mappings.json", """{ "job_name_mappings": { "a": "b" } }""");
        await using var page = Page(
            ("DATABRICKS_HOST", cloud.Description.WorkspaceHttp),
            ("DATABRICKS_TOKEN", cloud.Description.Token),
            ("NUM_THREADS", "3"),
            ("RESOURCE_NAME_MAPPINGS_FILE_PATH", "mappings.json")
        );

        var described = await page.DescribeAsync("workspace");

        Assert.Empty(described.Problems);
        Assert.NotNull(described.State);
        Assert.Equal(3, described.Environment!.Concurrency);
        Assert.Equal("b", Assert.Single(described.Mappings).To);
        Assert.DoesNotContain(cloud.Description.Token, string.Join('\n', page.Settings.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mappings_are_for_the_workspace_of_the_variable_and_the_number_of_threads_for_all()
    {
        folder.Write("assets/deployment/environments/other.json", """{ "workspace_url": "https://adb-2.2.azuredatabricks.net" }""");
        var mappings = folder.Write("mappings.json", "{}");
        await using var page = Page(
            ("DATABRICKS_HOST", Host),
            ("DATABRICKS_TOKEN", Token),
            ("NUM_THREADS", "5"),
            ("RESOURCE_NAME_MAPPINGS_FILE_PATH", mappings)
        );

        Assert.Equal(["other", "workspace"], page.Environments);
        Assert.Equal(["--concurrency=5", $"--mappings={mappings}"], page.Settings.WordsFor("workspace"));
        Assert.Equal(["--concurrency=5"], page.Settings.WordsFor("other"));
    }

    [Fact]
    public async Task An_environment_file_of_that_workspace_says_how_to_sign_in()
    {
        folder.Write(
            "assets/deployment/environments/prod.json",
            $$"""{ "workspace_url": "https://{{Host}}", "authority_type": "azure-cli" }"""
        );
        await using var page = Page(("DATABRICKS_HOST", Host), ("DATABRICKS_TOKEN", Token));

        Assert.Equal(["prod"], page.Environments);
        Assert.Equal(
            ["DATABRICKS_HOST says the workspace of the environment prod, whose file says how to sign in."],
            page.Settings.Said
        );
    }

    [Fact]
    public async Task A_file_that_comes_later_does_not_get_the_token_of_the_variables()
    {
        await using var page = Page(("DATABRICKS_HOST", Host), ("DATABRICKS_TOKEN", Token));
        folder.Write("assets/deployment/environments/workspace.json", """{ "workspace_url": "https://evil.example" }""");

        Assert.Equal(new Uri($"https://{Host}"), (await page.DescribeAsync("workspace")).Environment!.WorkspaceUrl);
    }

    [Fact]
    public async Task Without_a_token_the_environments_of_files_are_all_there_are()
    {
        folder.Write("assets/deployment/environments/prod.json", "{}");
        await using var page = Page(("DATABRICKS_HOST", Host), ("DATABRICKS_TOKEN", ""));

        Assert.Equal(["prod"], page.Environments);
        Assert.Equal(["DATABRICKS_HOST adds no environment, since DATABRICKS_TOKEN is not set."], page.Settings.Said);
    }

    [Fact]
    public async Task An_option_comes_before_its_variable()
    {
        await using var page = new ServedPage(folder, new Dictionary<string, string> { ["NUM_THREADS"] = "abc" }, "--concurrency=2");

        Assert.Equal(["--concurrency=2"], page.Settings.WordsFor("any"));
        Assert.Equal(["NUM_THREADS says nothing, since --concurrency is given."], page.Settings.Said);
    }

    [Theory]
    [InlineData("NUM_THREADS", "abc", "NUM_THREADS must be a whole number from 1 to 64. Correct the variable, or remove it.")]
    [InlineData("NUM_THREADS", "0", "NUM_THREADS must be a whole number from 1 to 64. Correct the variable, or remove it.")]
    [InlineData("DATABRICKS_HOST", $"https://{Host}/?o=1", "DATABRICKS_HOST must be the https address of the workspace without a path")]
    [InlineData("DATABRICKS_HOST", $"https://{Token}@{Host}", "DATABRICKS_HOST must be the https address of the workspace without a path")]
    [InlineData("DATABRICKS_HOST", $"http://{Host}", "DATABRICKS_HOST must be the https address of the workspace without a path")]
    [InlineData("DATABRICKS_HOST", Host, "DATABRICKS_HOST is set and DATABRICKS_TOKEN is not, and no environment file says ")]
    [InlineData("RESOURCE_NAME_MAPPINGS_FILE_PATH", "/none.json", "RESOURCE_NAME_MAPPINGS_FILE_PATH must name a file of this machine")]
    public void A_wrong_value_ends_the_start(string name, string value, string message)
    {
        var refused = Assert.Throws<BuildFailedException>(() => Page((name, value)));

        Assert.Equal(ExitCodes.Wrong, refused.ExitCode);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_option_ends_the_start_too()
    {
        var none = new Dictionary<string, string>();

        var refused = Assert.Throws<BuildFailedException>(() => new ServedPage(folder, none, "--concurrency=65"));

        Assert.Equal(ExitCodes.Wrong, refused.ExitCode);
        Assert.Equal("error ENV004: --concurrency must be a whole number from 1 to 64.", refused.Message);
    }

    [Fact]
    public void A_file_of_another_workspace_with_the_name_of_the_environment_ends_the_start()
    {
        folder.Write("assets/deployment/environments/workspace.json", """{ "workspace_url": "https://adb-2.2.azuredatabricks.net" }""");

        var refused = Assert.Throws<BuildFailedException>(() => Page(("DATABRICKS_HOST", Host), ("DATABRICKS_TOKEN", Token)));

        Assert.StartsWith("DATABRICKS_HOST adds an environment of the name workspace, ", refused.Message, StringComparison.Ordinal);
    }

    private ServedPage Page(params (string Name, string Value)[] variables) =>
        new(folder, variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}
