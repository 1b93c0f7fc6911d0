using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Families;

/// <summary>Git folders and credentials beyond what all families have, through the client against the local cloud.</summary>
public sealed class GitFoldersTests : CloudTests
{
    private ReposApi Repos => new(Client);

    private GitCredentialsApi Credentials => new(Client);

    [Fact]
    public async Task A_folder_is_found_by_its_path_and_on_a_tag_it_has_no_branch()
    {
        var id = await CreateAsync("/Shared/team");
        await CreateAsync("/Shared/other");

        Assert.Equal(id, (long)Assert.Single(await Repos.ListAsync("/Shared/te", CancellationToken.None).ToListAsync())["id"]!);
        Assert.Equal(id, (long)(await new WorkspaceApi(Client).GetStatusAsync("/Shared/team", CancellationToken.None))["object_id"]!);

        await Repos.UpdateAsync(id, new JObject { ["tag"] = "v1" }, CancellationToken.None);
        Assert.Null((await Repos.GetAsync(id, CancellationToken.None))["branch"]);
    }

    [Fact]
    public async Task A_conflict_in_a_folder_is_told_by_its_code()
    {
        var id = await CreateAsync("/Shared/team");
        await Fixture.AddFaultAsync(
            """{ "method": "PATCH", "path": "*/repos/*", "status": 400, "body": { "error_code": "GIT_CONFLICT", "message": "dirty" } }"""
        );

        Assert.Equal(
            "400 GIT_CONFLICT",
            await RefusalAsync(() => Repos.UpdateAsync(id, new JObject { ["branch"] = "main" }, CancellationToken.None))
        );
    }

    [Fact]
    public async Task A_credential_is_made_once_changed_and_deleted_and_its_token_is_in_no_log()
    {
        var spec = new JObject
        {
            ["git_provider"] = "gitHub",
            ["git_username"] = "ada",
            ["personal_access_token"] = "canary-5b1d",
        };
        await Fixture.AddFaultAsync("""{ "method": "POST", "path": "*/git-credentials", "action": "drop_after" }""");
        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() => Credentials.CreateAsync(spec, CancellationToken.None));
        Assert.True(failure.OutcomeUnknown);
        var again = await RefusalAsync(() => Credentials.CreateAsync(spec, CancellationToken.None));
        Assert.StartsWith("400 ", again, StringComparison.Ordinal);

        var id = (long)Assert.Single(await Credentials.ListAsync(CancellationToken.None).ToListAsync())["credential_id"]!;
        spec["git_username"] = "bob";
        await Credentials.UpdateAsync(id, spec, CancellationToken.None);
        Assert.Equal("bob", (string?)(await Credentials.GetAsync(id, CancellationToken.None))["git_username"]);

        await Credentials.DeleteAsync(id, CancellationToken.None);
        Assert.Empty(await Credentials.ListAsync(CancellationToken.None).ToListAsync());
        Assert.DoesNotContain(Log.Lines, line => line.Text.Contains("canary-5b1d", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_an_init_script_the_log_has_only_the_length()
    {
        var scripts = new GlobalInitScriptsApi(Client);
        var spec = new JObject { ["name"] = "proxy", ["script"] = "Y2FuYXJ5LTdlMmY=" };

        await scripts.GetAsync(await scripts.CreateAsync(spec, CancellationToken.None), CancellationToken.None);

        Assert.Contains(Log.Lines, line => line.Text.Contains("<16 characters>", StringComparison.Ordinal));
        Assert.DoesNotContain(Log.Lines, line => line.Text.Contains("Y2FuYXJ5", StringComparison.Ordinal));
    }

    private Task<long> CreateAsync(string path) =>
        Repos.CreateAsync(
            new JObject
            {
                ["url"] = "https://github.com/contoso/assets",
                ["provider"] = "gitHub",
                ["path"] = path,
            },
            CancellationToken.None
        );
}
