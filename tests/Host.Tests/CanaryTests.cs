using System.IO.Compression;
using System.Net;
using System.Text;
using Layercake.Host.Tests.Support;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

/// <summary>Plants secrets in every place, and looks for them in all that runs print and write, at the highest verbosity.</summary>
public sealed class CanaryTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private const string Password = "canary-p\"w/+<&'ä> 100%";
    private const string Key = "canary-first \"line\"\ncanary-second+/line\n";

    private User user = null!;

    public async Task InitializeAsync()
    {
        user = (await shared.StartOverAsync())
            .WithSmallProject()
            .With(
                "clusters/etl.json",
                """
                {
                  "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1,
                  "spark_conf": { "spark.x.option": "jdbc:x;user=u&pin=${secret.db-pin}", "spark.x.key": "${secret.db-key}" }
                }
                """
            )
            .With(
                "secret-scopes/app.json",
                """{ "name": "app", "secrets": { "url": "jdbc:x;pin=${secret.db-pin}", "key": "${secret.db-key}" } }"""
            )
            .With(
                "notification-destinations/ops.json",
                """
                {
                  "display_name": "ops",
                  "config": { "generic_webhook": { "url": "https://x.example?k=${secret.db-pin}", "password": "${secret.db-password}" } }
                }
                """
            )
            .With(
                "jobs/nightly.json",
                """
                {
                  "name": "nightly",
                  "tasks": [{
                    "task_key": "main",
                    "existing_cluster_id": "etl",
                    "spark_python_task": {
                      "python_file": "dbfs:/x.py",
                      "parameters": ["--password", "${secret.db-password}"]
                    }
                  }]
                }
                """
            );
        foreach (var (name, value) in new[] { ("db-password", Password), ("db-key", Key), ("db-pin", "canary-pin") })
            await user.PutSecretAsync(name, new JObject { ["value"] = value });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_full_run_on_GitHub_masks_first_and_tells_nothing()
    {
        var run = await user.RunInCiAsync("GITHUB_ACTIONS", "--target=Plan", "--target=Deploy", "--verbosity=diagnostic");

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains("POST /api/2.1/clusters/create sends {\"cluster_name\":\"etl\"", run.Text, StringComparison.Ordinal);
        Assert.Contains("uses secret local/db-password/", run.Text, StringComparison.Ordinal);
        Assert.Contains("POST /api/2.0/secrets/put sends {\"scope\":\"app\"", run.Text, StringComparison.Ordinal);
        var masks = run
            .Text.Split('\n')
            .Where(line => line.StartsWith("::add-mask::", StringComparison.Ordinal))
            .Select(line => line["::add-mask::".Length..].TrimEnd().Replace("%25", "%", StringComparison.Ordinal))
            .ToList();
        Assert.Superset(
            new HashSet<string>
            {
                Password,
                "canary-first \"line\"",
                "canary-second+/line",
                "canary-pin",
                await user.SecretAsync("client-secret"),
            },
            masks.ToHashSet()
        );
        Assert.Contains(masks, mask => mask.StartsWith("eyJ", StringComparison.Ordinal));
        await AssertSilentAsync(
            string.Join('\n', run.Text.Split('\n').Where(line => !line.StartsWith("::add-mask::", StringComparison.Ordinal)))
        );
        await AssertManifestSilentAsync();
        Assert.Contains("POST /api/2.0/notification-destinations sends {", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "canary",
            (await user.Cloud.AdminAsync("GET", "/requests")).ToString(),
            StringComparison.OrdinalIgnoreCase
        );

        // What was looked at is all there.
        foreach (var file in new[] { "report/report.html", "report/report.json", "report/summary.md", "github-output", "github-summary" })
            Assert.True(File.Exists(Path.Combine(user.Home, file)), file);

        // The workspace itself has it.
        Assert.Contains(
            JsonConvert.ToString(Password),
            (await user.Cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true")).ToString(Formatting.None),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_failing_run_on_Azure_Pipelines_tells_nothing_though_the_service_does()
    {
        var forms = string.Join(" | ", Forms(Password).Concat(Forms(Key)).Append(user.Cloud.Description.Token));
        await FailAsync("/api/2.1/clusters/create", $"no: {forms} ##vso[task.setvariable variable=a]b\n##[error]c");

        var run = await user.RunInCiAsync("TF_BUILD", "--verbosity=diagnostic");

        Assert.True(run.ExitCode == 1, run.Text);
        Assert.Contains("## vso[task.setvariable", run.Text, StringComparison.Ordinal);
        var rest = string.Join(
            '\n',
            run.Text.Split('\n').Where(line => !line.StartsWith("##vso[task.setsecret]", StringComparison.Ordinal))
        );
        Assert.Contains("##vso[task.setsecret]canary-pin", run.Text, StringComparison.Ordinal);

        // Our own commands stand at the beginning of a line, and there is none in what they say.
        string[] counts = ["changes", "may_change", "created", "updated", "deleted"];
        string[] outputs = [.. counts, "plan_file", "plan_id", "plan_summary", "needs_approval"];
        string[] own =
        [
            "##[group]",
            "##[endgroup]",
            "##vso[task.logissue type=error;",
            "##vso[task.uploadsummary]",
            .. outputs.Select(output => $"##vso[task.setvariable variable={output};isOutput=true]"),
        ];
        foreach (
            var line in rest.Split('\n')
                .Where(line => line.Contains("##[", StringComparison.Ordinal) || line.Contains("##vso[", StringComparison.Ordinal))
        )
        {
            var command = Assert.Single(own, begin => line.StartsWith(begin, StringComparison.Ordinal));
            Assert.DoesNotMatch(@"##(vso)?\[", line[command.Length..]);
        }

        await AssertSilentAsync(rest);
        await AssertManifestSilentAsync();
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_tells_nothing_of_what_the_parameter_file_holds()
    {
        const string Given = "canary-p4r4m+/ value";
        var parameters = Path.Combine(user.Home, "..", "params.json");
        await File.WriteAllTextAsync(
            parameters,
            new JObject
            {
                ["authority_type"] = "spn-key",
                ["tenant_id"] = user.Cloud.Description.TenantId,
                ["client_id"] = user.Cloud.Description.ClientId,
                ["client_secret"] = Given,
            }.ToString()
        );
        await user.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "POST",
                ["path"] = "*/oauth2/v2.0/token",
                ["status"] = 401,
                ["times"] = 0,
                ["body"] = new JObject
                {
                    ["error"] = "invalid_client",
                    ["error_description"] = $"AADSTS7000215: {string.Join(" | ", Forms(Given))}",
                    ["error_codes"] = new JArray(7000215),
                },
            }.ToString()
        );

        var run = await user.RunAsync("--target=Plan", $"--params={parameters}", "--verbosity=diagnostic");

        await user.Cloud.AdminAsync("DELETE", "/faults");
        Assert.True(run.ExitCode == 2, run.Text);
        Assert.Contains("AADSTS7000215: *** | ***", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("add-mask", run.Text, StringComparison.Ordinal);
        await AssertSilentAsync(run.Text);
    }

    private Task FailAsync(string path, string message) =>
        user.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "POST",
                ["path"] = path,
                ["status"] = 400,
                ["times"] = 0,
                ["body"] = new JObject { ["error_code"] = "INVALID_PARAMETER_VALUE", ["message"] = message },
            }.ToString()
        );

    private async Task AssertSilentAsync(string printed)
    {
        var secrets = new List<string>();
        foreach (
            var value in new[]
            {
                Password,
                Key,
                "canary-pin",
                await user.SecretAsync("client-secret"),
                user.Cloud.Description.DeveloperClientSecret,
                user.Cloud.Description.Token,
            }
        )
            secrets.AddRange(Forms(value));

        // The logs of single assets lie beside the state of the local cloud, which is a workspace and has the secrets.
        var texts = new[] { user.Home, user.Logs }
            .Where(Directory.Exists)
            .SelectMany(folder =>
                Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            )
            .Select(file =>
                (Name: file, Text: Encoding.UTF8.GetString(File.ReadAllBytes(file)) + Encoding.Latin1.GetString(File.ReadAllBytes(file)))
            )
            .Append((Name: "output", Text: printed))
            .ToList();
        foreach (var (name, text) in texts)
            foreach (var secret in secrets.Append("canary").Append("eyJ"))
                Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{name} tells {secret}:\n{text}");
    }

    private async Task AssertManifestSilentAsync()
    {
        var answer = await user.Cloud.GetAsync(
            "/api/2.0/workspace/export?format=SOURCE&path=/Shared/.layercake/default/local/manifest-1.json.gz"
        );
        using var content = new GZipStream(
            new MemoryStream(Convert.FromBase64String((string)answer["content"]!)),
            CompressionMode.Decompress
        );
        using var reader = new StreamReader(content);
        Assert.DoesNotContain("canary", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Forms(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var base64 = Convert.ToBase64String(bytes);
        return new[]
        {
            value,
            JsonConvert.ToString(value).Trim('"'),
            System.Text.Json.JsonSerializer.Serialize(value).Trim('"'),
            Uri.EscapeDataString(value),
            WebUtility.UrlEncode(value),
            Uri.EscapeDataString(value).ToLowerInvariant(),
            WebUtility.HtmlEncode(value),
            base64.TrimEnd('='),
            base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        }
            .Concat(value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Distinct();
    }
}
