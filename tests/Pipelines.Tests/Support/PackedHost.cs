using System.IO.Compression;
using Layercake.Testing;

namespace Layercake.Pipelines.Tests.Support;

/// <summary>A folder with an unpacked package, made once for the tests that start from one.</summary>
public sealed class PackedHost : IAsyncLifetime
{
    private const string Notebook = "# Databricks notebook source\nprint(1)\n";
    private const string Job = """
        { "name": "nightly", "tasks": [ { "task_key": "main", "notebook_task": { "notebook_path": "load" } } ] }
        """;

    private readonly TempDirectory folder = new();

    /// <summary>A notebook and a job that runs it, as they are packed.</summary>
    public string Assets => folder["assets"];

    public string Root => folder["package"];

    public async Task InitializeAsync()
    {
        folder.Write("assets/notebooks/load.py", Notebook);
        folder.Write("assets/jobs/nightly.json", Job);
        string[] words = ["--target=Package", $"--package={folder["layercake.zip"]}", $"--assets={Assets}", "--no-report"];
        var packed = await Programs.RunAsync("dotnet", [Path.Combine(Tools.Host, "Build.dll"), .. words], folder.FullPath);
        Assert.True(packed.ExitCode == 0, packed.Output + packed.Errors);
        await ZipFile.ExtractToDirectoryAsync(folder["layercake.zip"], Root);
    }

    public Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }
}
