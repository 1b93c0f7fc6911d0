using System.IO.Compression;
using System.Net;
using System.Text;
using Layercake.LocalCloud;
using Layercake.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests;

/// <summary>Plants secrets in every place, and looks for them in all that runs print and write, at the highest verbosity.</summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private const string Password = "canary-p\"w/+<&'ä> 100%";
    private const string Key = "canary-first \"line\"\ncanary-second+/line\n";

    private readonly TempDirectory folder = new();
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync()
    {
        cloud = await LocalCloudFixture.StartAsync(new LocalCloudOptions { DescriptionFile = folder["cloud/cloud.json"] });
        await PutAsync("db-password", Password);
        await PutAsync("db-key", Key);
        await PutAsync("db-pin", "canary-pin");
        folder.Write("home/assets/clusters/etl.json", """
            {
              "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1,
              "spark_conf": { "spark.x.option": "jdbc:x;user=u&pin=${secret.db-pin}", "spark.x.key": "${secret.db-key}" }
            }
            """);
        folder.Write("home/assets/jobs/nightly.json", """
            {
              "name": "nightly",
              "tasks": [
                {
                  "task_key": "main", "existing_cluster_id": "etl",
                  "spark_python_task": { "python_file": "/Workspace/Shared/x.py", "parameters": [ "--password", "${secret.db-password}" ] }
                }
              ]
            }
            """);
        folder.Write("home/assets/notebooks/load.py", "# Databricks notebook source\nprint(1)\n");
        folder.Write("home/assets/init-scripts/install.sh", "echo 1\n");
    }

    public async Task DisposeAsync()
    {
        await cloud.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_full_run_on_GitHub_masks_first_and_tells_nothing()
    {
        var (exitCode, output, errors) = await RunAsync("GITHUB_ACTIONS", "--target=Plan", "--target=Deploy", "--verbosity=diagnostic");

        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("POST /api/2.1/clusters/create sends {\"cluster_name\":\"etl\"", output, StringComparison.Ordinal);
        Assert.Contains("uses secret local/db-password/", output, StringComparison.Ordinal);
        var masks = output.Split('\n').Where(line => line.StartsWith("::add-mask::", StringComparison.Ordinal)).Select(line => line["::add-mask::".Length..].TrimEnd().Replace("%25", "%", StringComparison.Ordinal)).ToList();
        Assert.Superset(new HashSet<string> { Password, "canary-first \"line\"", "canary-second+/line", "canary-pin", await SecretAsync("client-secret") }, masks.ToHashSet());
        Assert.Contains(masks, mask => mask.StartsWith("eyJ", StringComparison.Ordinal));
        await AssertSilentAsync(string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("::add-mask::", StringComparison.Ordinal))) + errors);
        await AssertManifestSilentAsync();

        // The workspace itself has it.
        Assert.Contains(JsonConvert.ToString(Password), (await cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true")).ToString(Formatting.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_run_on_Azure_Pipelines_tells_nothing_though_the_service_does()
    {
        var forms = string.Join(" | ", Forms(Password).Concat(Forms(Key)).Append(cloud.Description.Token));
        await FailAsync("/api/2.1/clusters/create", $"no: {forms} ##vso[task.setvariable variable=a]b\n##[error]c");

        var (exitCode, output, errors) = await RunAsync("TF_BUILD", "--verbosity=diagnostic");

        Assert.True(exitCode == 1, output + errors);
        Assert.Contains("## vso[task.setvariable", output, StringComparison.Ordinal);
        var rest = string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("##vso[task.setsecret]", StringComparison.Ordinal)));
        Assert.Contains("##vso[task.setsecret]canary-pin", output, StringComparison.Ordinal);
        Assert.DoesNotContain("##vso[", rest + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("##[", rest + errors, StringComparison.Ordinal);
        await AssertSilentAsync(rest + errors);
        await AssertManifestSilentAsync();
    }

    [Fact]
    public async Task A_run_outside_of_CI_that_ends_with_an_unexpected_answer_tells_nothing()
    {
        await FailAsync("/api/2.0/workspace/export", $"{Password}\n{cloud.Description.Token} {await SecretAsync("client-secret")} dapi{new string('a', 32)}", method: "GET", status: 403);

        var (exitCode, output, errors) = await RunAsync("NO_CI", "--target=Plan", "--verbosity=diagnostic");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("***", output + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("add-mask", output, StringComparison.Ordinal);
        await AssertSilentAsync(output + errors);
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(string ci, params string[] args)
    {
        var home = folder["home"];
        var variables = new[] { "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP" }.ToDictionary(name => name, _ => home);
        variables["GITHUB_ACTIONS"] = variables["TF_BUILD"] = "";
        variables[ci] = "true";
        using var host = HostProcess.Start(
            ["--no-report", $"--assets={folder["home/assets"]}", $"--cloud-file={folder["cloud/cloud.json"]}", $"--state={folder["home/state"]}", $"--plan-file={folder["home/plan.json"]}", .. args],
            directory: home,
            variables: variables);
        return await host.EndAsync();
    }

    private Task FailAsync(string path, string message, string method = "POST", int status = 400) => cloud.AddFaultAsync(new JObject
    {
        ["method"] = method, ["path"] = path, ["status"] = status, ["times"] = 0,
        ["body"] = new JObject { ["error_code"] = status == 403 ? "PERMISSION_DENIED" : "INVALID_PARAMETER_VALUE", ["message"] = message },
    }.ToString());

    private async Task AssertSilentAsync(string printed)
    {
        var secrets = new List<string>();
        foreach (var value in new[] { Password, Key, "canary-pin", await SecretAsync("client-secret"), cloud.Description.DeveloperClientSecret, cloud.Description.Token })
            secrets.AddRange(Forms(value));

        var texts = Directory.EnumerateFiles(folder["home"], "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => (Name: file, Text: Encoding.UTF8.GetString(File.ReadAllBytes(file)) + Encoding.Latin1.GetString(File.ReadAllBytes(file)))).Append((Name: "output", Text: printed)).ToList();
        foreach (var (name, text) in texts)
            foreach (var secret in secrets.Append("canary").Append("eyJ"))
                Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{name} tells {secret}:\n{text}");
    }

    private async Task AssertManifestSilentAsync()
    {
        var answer = await cloud.GetAsync("/api/2.0/workspace/export?format=SOURCE&path=/Shared/.layercake/default/local/manifest.json.gz");
        using var content = new GZipStream(new MemoryStream(Convert.FromBase64String((string)answer["content"]!)), CompressionMode.Decompress);
        using var reader = new StreamReader(content);
        Assert.DoesNotContain("canary", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Forms(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var base64 = Convert.ToBase64String(bytes);
        return new[]
        {
            value, JsonConvert.ToString(value).Trim('"'), System.Text.Json.JsonSerializer.Serialize(value).Trim('"'), Uri.EscapeDataString(value), WebUtility.UrlEncode(value),
            Uri.EscapeDataString(value).ToLowerInvariant(), WebUtility.HtmlEncode(value), base64.TrimEnd('='), base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        }.Concat(value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Distinct();
    }

    private async Task PutAsync(string name, string value)
    {
        using var answer = await cloud.SendAsync("https://vault.azure.net", "PUT", $"{cloud.Description.Vault}/secrets/{name}?api-version=7.4", new JObject { ["value"] = value });
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> SecretAsync(string name)
    {
        using var answer = await cloud.SendAsync("https://vault.azure.net", "GET", $"{cloud.Description.Vault}/secrets/{name}?api-version=7.4");
        return (string)JObject.Parse(await answer.Content.ReadAsStringAsync())["value"]!;
    }
}
