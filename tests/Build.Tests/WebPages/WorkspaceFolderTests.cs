using System.Text;
using Build.CommandLine;
using Build.WebPages;
using Layercake.Testing;
using Layercake.Web.Runs;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.WebPages;

/// <summary>The page's files are in a Git folder of the workspace.</summary>
public sealed class WorkspaceFolderTests : IAsyncLifetime
{
    private const string Root = "/Workspace/Shared/team";

    private readonly TempDirectory folder = new();
    private LocalCloudFixture cloud = null!;
    private ServedPage page = null!;

    private string Copy => page.Settings.Folder!.Copy;

    public async Task InitializeAsync()
    {
        cloud = await LocalCloudFixture.StartAsync();
        await PutAsync("jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 1, "tasks": [] }""");
        page = new ServedPage(
            folder,
            new Dictionary<string, string>
            {
                ["DATABRICKS_HOST"] = cloud.Description.WorkspaceHttp,
                ["DATABRICKS_TOKEN"] = cloud.Description.Token,
                ["WORKSPACE_GIT_FOLDER_PATH"] = $"{Root}/jobs",
            }
        );
    }

    public async Task DisposeAsync()
    {
        await page.DisposeAsync();
        await cloud.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_is_pulled_can_be_validated_and_an_unchanged_folder_is_not_written_to()
    {
        Assert.Equal($"WORKSPACE_GIT_FOLDER_PATH says --workspace-folder={Root}.", page.Settings.Said[0]);
        await DoneAsync(RunTask.Pull);
        Assert.Equal([KeyValuePair.Create("jobs", 1)], (await page.DescribeFilesAsync()).Folders);
        Assert.Equal("nightly", Assert.Single((await DoneAsync(RunTask.Validate)).Changes).Name);

        await cloud.ForgetRequestsAsync();
        await DoneAsync(RunTask.Pull);
        Assert.Equal(["list", "list"], await WorkspaceCallsAsync());

        await cloud.ForgetRequestsAsync();
        Assert.Contains($"{Root} has these files already; nothing was written.", (await DoneAsync(RunTask.Push)).Log);
        Assert.Empty(await WorkspaceCallsAsync());
    }

    [Fact]
    public async Task Only_what_differs_is_written_and_what_is_gone_is_deleted()
    {
        await PutAsync("jobs/old.json", """{ "name": "old" }""");
        await DoneAsync(RunTask.Pull);
        Write("clusters/etl.json", """{ "cluster_name": "etl" }""");
        Write("README.md", "no asset");
        File.Delete(Path.Combine(Copy, "jobs/old.json"));
        Assert.Equal(2, (await page.DescribeFilesAsync()).WorkspaceFolder!.Changed);

        await cloud.ForgetRequestsAsync();
        var written = await DoneAsync(RunTask.Push);

        Assert.Equal(["export", "export", "mkdirs", "import", "delete"], await WorkspaceCallsAsync());
        Assert.Equal(["clusters", "jobs"], await NamesAsync(Root));
        Assert.Equal(["nightly.json"], await NamesAsync($"{Root}/jobs"));
        Assert.Equal("""{ "cluster_name": "etl" }""", await GetAsync("clusters/etl.json"));
        Assert.Contains(written.Log, line => line.Contains("commit and push there", StringComparison.Ordinal));
        Assert.Equal(0, (await page.DescribeFilesAsync()).WorkspaceFolder!.Changed);
    }

    [Fact]
    public async Task What_an_export_noted_goes_along_so_that_another_server_knows_which_files_are_its_own()
    {
        const string Notes = ".layercake-export.json";
        await DoneAsync(RunTask.Pull);
        Write(Notes, "{}");
        await DoneAsync(RunTask.Push);
        Assert.Equal("{}", await GetAsync(Notes));

        File.Delete(Path.Combine(Copy, ".layercake-folder.json"));
        File.Delete(Path.Combine(Copy, Notes));
        await DoneAsync(RunTask.Pull);

        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(Copy, Notes)));
    }

    [Fact]
    public async Task What_someone_changed_in_the_folder_since_the_pull_is_not_overwritten()
    {
        await DoneAsync(RunTask.Pull);
        Write("jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 2 }""");
        Write("jobs/new.json", """{ "name": "new" }""");
        await PutAsync("jobs/nightly.json", """{ "name": "nightly", "timeout_seconds": 3 }""");

        var refused = await RunAsync(RunTask.Push);

        Assert.Equal(RunState.Refused, refused.State);
        Assert.Equal(
            $"Nothing was written: jobs/nightly.json was changed in {Root} since the last pull. Export again, which pulls first.",
            refused.Failure
        );
        Assert.Equal(["nightly.json"], await NamesAsync($"{Root}/jobs"));

        Assert.Contains(
            $"jobs/nightly.json differed here and in {Root}. It is now as it is there: export again.",
            (await DoneAsync(RunTask.Pull)).Log
        );
        await DoneAsync(RunTask.Push);
        Assert.Contains("\"timeout_seconds\": 3", await GetAsync("jobs/nightly.json"), StringComparison.Ordinal);
        Assert.Equal("""{ "name": "new" }""", await GetAsync("jobs/new.json"));
    }

    [Fact]
    public async Task Nothing_is_written_while_a_file_seems_to_hold_a_secret()
    {
        var secret = $"dapi{new string('0', 32)}";
        await DoneAsync(RunTask.Pull);
        Write("jobs/leak.json", $$"""{ "name": "leak", "parameters": ["{{secret}}"] }""");

        await cloud.ForgetRequestsAsync();
        var refused = await RunAsync(RunTask.Push);

        Assert.Equal(RunState.Refused, refused.State);
        Assert.StartsWith("Nothing was written: there seems to be a secret in jobs/leak.json. ", refused.Failure, StringComparison.Ordinal);
        Assert.Empty(await WorkspaceCallsAsync());
        Assert.DoesNotContain(secret, string.Join('\n', refused.Log), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.GetFiles(folder["state"], "*.json", SearchOption.AllDirectories).Where(file => !file.EndsWith("leak.json")),
            file => File.ReadAllText(file) is var text && (text.Contains(secret) || text.Contains(cloud.Description.Token))
        );
    }

    [Fact]
    public async Task An_export_pulls_first_so_that_its_files_can_be_written()
    {
        await cloud.PostAsync("/api/2.2/jobs/create", JObject.Parse("""{ "name": "nightly", "timeout_seconds": 7 }"""));
        Assert.Contains("was not pulled yet", (await RunAsync(RunTask.Push)).Failure, StringComparison.Ordinal);

        await DoneAsync(RunTask.Export);
        await DoneAsync(RunTask.Push);

        Assert.Contains("\"timeout_seconds\": 7", await GetAsync("jobs/nightly.json"), StringComparison.Ordinal);
        Assert.Equal([".layercake-export.json", "jobs"], await NamesAsync(Root));
    }

    [Fact]
    public async Task A_notebook_is_pulled_as_source_and_stays_a_notebook()
    {
        await cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = $"{Root}/notebooks" });
        await ImportAsync("notebooks/load", "# Databricks notebook source\nprint(1)\n", "SOURCE", "PYTHON");

        await DoneAsync(RunTask.Pull);
        Write("notebooks/load.py", "# Databricks notebook source\nprint(2)\n");
        await DoneAsync(RunTask.Push);

        var entry = (await cloud.GetAsync($"/api/2.0/workspace/list?path={Root}/notebooks"))["objects"]!.Single();
        Assert.Equal(("NOTEBOOK", "load"), ((string?)entry["object_type"], NameOf(entry)));
        Assert.Contains("print(2)", await GetAsync("notebooks/load"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_without_the_line_of_a_notebook_is_written_as_a_file()
    {
        await DoneAsync(RunTask.Pull);
        Write("notebooks/helper.py", "x = 1\n");
        Write("notebooks/load.py", "# Databricks notebook source\nprint(1)\n");

        await DoneAsync(RunTask.Push);

        Assert.Equal(["helper.py", "load"], (await NamesAsync($"{Root}/notebooks")).Order());
    }

    [Fact]
    public async Task An_export_whose_pull_fails_says_why_in_its_log_too()
    {
        await cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = Root, ["recursive"] = true });

        var run = await RunAsync(RunTask.Export);

        Assert.Equal(RunState.Failed, run.State);
        Assert.Equal(run.Failure, run.Log[^1]);
    }

    [Fact]
    public async Task A_file_that_is_gone_from_both_is_no_failure()
    {
        await PutAsync("jobs/old.json", """{ "name": "old" }""");
        await DoneAsync(RunTask.Pull);
        File.Delete(Path.Combine(Copy, "jobs/old.json"));
        await cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = $"{Root}/jobs/old.json" });

        await DoneAsync(RunTask.Push);

        Assert.Equal(0, (await page.DescribeFilesAsync()).WorkspaceFolder!.Changed);
    }

    [Fact]
    public async Task A_copy_of_another_workspace_is_not_taken_for_this_one()
    {
        await DoneAsync(RunTask.Pull);
        var state = Path.Combine(Copy, ".layercake-folder.json");
        var other = (await File.ReadAllTextAsync(state)).Replace(cloud.Description.WorkspaceHttp, "https://other.example");
        await File.WriteAllTextAsync(state, other);

        var refused = await RunAsync(RunTask.Push);

        Assert.Equal(RunState.Refused, refused.State);
        Assert.StartsWith($"{Copy} is no copy of {Root} in {cloud.Description.WorkspaceHttp}", refused.Failure, StringComparison.Ordinal);
        Assert.NotEqual(Copy, Variables().CopyOf(Root, "https://other.example"));
    }

    private FolderVariables Variables()
    {
        var (run, arguments) = WebCommandLine.ReadBare(folder, $"--state={folder["state"]}");
        return new FolderVariables(_ => null, run, arguments, [], []);
    }

    [Fact]
    public async Task A_folder_without_folders_of_assets_says_where_files_have_to_lie()
    {
        await cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = $"{Root}/jobs", ["recursive"] = true });
        await ImportAsync("nightly.json", "{}", "RAW", null);

        var failed = await RunAsync(RunTask.Pull);

        Assert.Equal(
            $"{Root} has no folder of assets, and nightly.json lies directly in it. Move the files of jobs into {Root}/jobs.",
            failed.Failure
        );
        Assert.Contains("was not pulled yet", (await RunAsync(RunTask.Push)).Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Workspace/Repos/team/assets/", "/Workspace/Repos/team/assets")]
    [InlineData("/Repos/team/assets", "/Repos/team/assets")]
    [InlineData("/Workspace", null)]
    [InlineData("/Workspace/../x", null)]
    [InlineData("/Workspace//x", null)]
    [InlineData("Workspace/x", null)]
    [InlineData("/etc/passwd", null)]
    public void A_path_is_that_of_a_folder_in_the_workspace(string text, string? path) =>
        Assert.Equal(path, WorkspaceFolderPath.Parse(text));

    private async Task<RunSnapshot> DoneAsync(RunTask task)
    {
        var end = await RunAsync(task);
        Assert.Equal((RunState.Succeeded, null), (end.State, end.Failure));
        return end;
    }

    private async Task<RunSnapshot> RunAsync(RunTask task) => (await page.RunAsync(task, "workspace")).End;

    private void Write(string file, string text)
    {
        var path = Path.Combine(Copy, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task PutAsync(string file, string text)
    {
        await cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = $"{Root}/{Path.GetDirectoryName(file)}" });
        await ImportAsync(file, text, "RAW", null);
    }

    private Task ImportAsync(string file, string text, string format, string? language)
    {
        var body = new JObject
        {
            ["path"] = $"{Root}/{file}",
            ["format"] = format,
            ["overwrite"] = true,
            ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        };
        if (language is not null)
            body["language"] = language;
        return cloud.PostAsync("/api/2.0/workspace/import", body);
    }

    private async Task<string> GetAsync(string file)
    {
        var answer = await cloud.GetAsync($"/api/2.0/workspace/export?path={Root}/{file}&format=SOURCE");
        return Encoding.UTF8.GetString(Convert.FromBase64String((string)answer["content"]!));
    }

    private static string NameOf(JToken entry) => ((string)entry["path"]!).Split('/')[^1];

    private async Task<IEnumerable<string>> NamesAsync(string path) =>
        (await cloud.GetAsync($"/api/2.0/workspace/list?path={path}"))["objects"]!.Select(NameOf);

    /// <summary>What the Workspace API was asked about the folder, in order.</summary>
    private async Task<IEnumerable<string>> WorkspaceCallsAsync() =>
        (await cloud.RequestsAsync())
            .Select(request => request.Split(' ')[1].Split('?')[0])
            .Where(path => path.StartsWith("/api/2.0/workspace/", StringComparison.Ordinal))
            .Select(path => path["/api/2.0/workspace/".Length..]);
}
