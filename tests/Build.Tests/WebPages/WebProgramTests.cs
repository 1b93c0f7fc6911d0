using Build.Preparation;
using Build.Running;
using Build.WebPages;
using Layercake.Secrecy;
using Layercake.Testing;

namespace Layercake.Build.Tests.WebPages;

public sealed class WebProgramTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public WebProgramTests() => Directory.CreateDirectory(folder["assets"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_server_without_an_environment_does_not_start()
    {
        var (run, arguments) = WebCommandLine.Read(folder);
        RunScope.Creation create = (_, _, _, _, _) => throw new InvalidOperationException();
        var program = new WebProgram(run, arguments, create, _ => null, new Redactor(), TimeProvider.System);

        var refused = await Assert.ThrowsAsync<BuildFailedException>(program.RunAsync);

        Assert.Equal(ExitCodes.Wrong, refused.ExitCode);
        Assert.StartsWith("There is no environment: no .json file is in ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_with_the_same_state_does_not_start()
    {
        var (run, arguments) = WebCommandLine.Read(folder, $"--state={folder["state"]}");
        using var first = ServerLock.Take(RunWords.FolderIn(run));
        var program = new WebProgram(run, arguments, null!, _ => null, new Redactor(), TimeProvider.System);

        var refused = await Assert.ThrowsAsync<BuildFailedException>(program.RunAsync);

        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.Contains("is in use by another server of the web page", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "prod", """{ "workspace_url": "https://adb-1.1.azuredatabricks.net", "vault_name": "v" }""")]
    [InlineData(true, "rehearsal", """{ "cloud": "local" }""")]
    [InlineData(true, "local", "{}")]
    [InlineData(false, "local", "{")]
    public void A_local_cloud_is_needed_where_an_environment_is_in_it(bool isNeeded, string name, string environment)
    {
        folder.Write($"assets/deployment/environments/{name}.json", environment);

        Assert.Equal(isNeeded, EnvironmentReader.AnyIsLocal(WebCommandLine.Read(folder).Run));
    }
}
