using System.Net;
using Layercake.LocalCloud.Tests.Jobs.Notebooks;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Workspace;

/// <summary>All families look at one tree, so each sees at once what the others changed.</summary>
public sealed class OneTreeTests : IAsyncLifetime
{
    private NotebookBench bench = null!;

    /// <summary>How something is put into a folder, and as what it has permissions.</summary>
    public static TheoryData<string, string, string> Objects =>
        new()
        {
            { "mkdirs", """{"path":"/Shared/t/it"}""", "directories" },
            { "import", """{"path":"/Shared/t/it","format":"SOURCE","language":"PYTHON","content":"MQ=="}""", "notebooks" },
            { "import", """{"path":"/Shared/t/it","format":"AUTO","content":"MQ=="}""", "files" },
        };

    public async Task InitializeAsync() => bench = await NotebookBench.StartAsync();

    public async Task DisposeAsync() => await bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task What_is_made_after_others_were_asked_for_has_permissions_until_it_is_deleted(string call, string body, string type)
    {
        await MakeAsync("mkdirs", """{"path":"/Shared/t/other"}""");
        Assert.Equal(HttpStatusCode.OK, await PermissionsAsync("directories", await IdAsync("/Shared/t/other")));

        await MakeAsync(call, body);
        var id = await IdAsync("/Shared/t/it");
        Assert.Equal(HttpStatusCode.OK, await PermissionsAsync(type, id));

        await MakeAsync("delete", """{"path":"/Shared/t","recursive":true}""");
        Assert.Equal(HttpStatusCode.NotFound, await PermissionsAsync(type, id));
        Assert.Equal(HttpStatusCode.OK, await PermissionsAsync("directories", await IdAsync("/Shared")));
    }

    [PythonFact]
    public async Task A_notebook_that_ran_before_sees_what_came_beside_it_and_what_went()
    {
        await bench.NotebookAsync("/Shared/t/one", "import os\ndbutils.notebook.exit(' '.join(sorted(os.listdir('.'))))");
        await bench.ImportAsync("/Shared/t/old.py", "AUTO", null, "x = 1");
        Assert.Equal("old.py", await ResultAsync());

        await bench.ImportAsync("/Shared/t/new.py", "AUTO", null, "x = 1");
        await MakeAsync("delete", """{"path":"/Shared/t/old.py"}""");
        Assert.Equal("new.py", await ResultAsync());

        await bench.Cloud.AdminAsync("POST", "/reset");
        await bench.NotebookAsync("/Shared/t/one", "dbutils.notebook.exit('after the reset')");
        Assert.Equal("after the reset", await ResultAsync());
    }

    private async Task<string?> ResultAsync() => (string?)(await bench.OutputAsync("/Shared/t/one"))["notebook_output"]?["result"];

    private Task<JObject> MakeAsync(string call, string body) => bench.Cloud.PostAsync($"/api/2.0/workspace/{call}", JObject.Parse(body));

    private async Task<string?> IdAsync(string path) =>
        (string?)(await bench.Cloud.GetAsync($"/api/2.0/workspace/get-status?path={path}"))["object_id"];

    private async Task<HttpStatusCode> PermissionsAsync(string type, string? id)
    {
        using var answer = await bench.Cloud.Workspace.GetAsync(new Uri($"/api/2.0/permissions/{type}/{id}", UriKind.Relative));
        return answer.StatusCode;
    }
}
