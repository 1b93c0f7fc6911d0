using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests;

/// <summary>Libraries above 10 MiB, which a volume gives back and the tree of the workspace does not.</summary>
public sealed class LargeLibraryTests : IAsyncLifetime
{
    private const string Root = "/Workspace/Shared/app/libraries";
    private const string Volume = "/Volumes/main/ops/libs";
    private const int Large = (10 * 1024 * 1024) + 1;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData(Root, "POST /api/2.0/workspace/import")]
    [InlineData(Volume, $"PUT /api/2.0/fs/files{Volume}/VERSION/large.jar")]
    public async Task A_large_one_goes_piece_by_piece(string destination, string call)
    {
        var streamed = new List<string>();
        workspace.Before = (request, _) =>
        {
            if (request.Content is MultipartFormDataContent or StreamContent)
                streamed.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            return Task.CompletedTask;
        };
        var content = new byte[Large];
        content[^1] = 7;

        var place = await LargeAsync(destination, content);

        Assert.Equal([call.Replace("VERSION", place.Split('/')[^2], StringComparison.Ordinal)], streamed);
        Assert.Equal(content, await ReadAsync(place));
        Assert.True((await workspace.PlanAsync("libraries")).IsEmpty);
    }

    [Theory]
    [InlineData(Root, Large, Large + 1)]
    [InlineData(Root, 2048, Large)]
    [InlineData(Volume, Large, Large + 1)]
    [InlineData(Volume, Large, Large)]
    public async Task One_that_is_overwritten_by_hand_is_drift_and_is_put_back(string destination, int size, int byHand)
    {
        var content = new byte[size];
        var place = await LargeAsync(destination, content);
        await OverwriteAsync(place, [.. new byte[byHand - 1], 1]);

        var change = Assert.Single((await workspace.PlanAsync("libraries")).Changes);

        Assert.Equal((ChangeAction.Update, true), (change.Action, change.Drift));
        await workspace.DeployAsync("libraries");
        Assert.Equal(content, await ReadAsync(place));
        Assert.True((await workspace.PlanAsync("libraries")).IsEmpty);
    }

    /// <summary>Deploys only it.</summary>
    /// <returns>Where it lies.</returns>
    private async Task<string> LargeAsync(string destination, byte[] content)
    {
        workspace.Environment = workspace.Environment with { LibrariesDestination = destination };
        workspace.With("libraries/large.jar", content);
        return Assert.Single((await workspace.DeployAsync("libraries")).Changes).Id!;
    }

    private async Task<byte[]> ReadAsync(string place) => await workspace.Cloud.Workspace.GetByteArrayAsync(AddressOf(place));

    /// <summary>As somebody does it in the UI.</summary>
    private async Task OverwriteAsync(string place, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        var address = IsInVolume(place) ? $"{AddressOf(place)}?overwrite=true" : $"{ImportOf(place)}?overwrite=true";
        var uri = new Uri(address, UriKind.Relative);
        using var answer = IsInVolume(place)
            ? await workspace.Cloud.Workspace.PutAsync(uri, body)
            : await workspace.Cloud.Workspace.PostAsync(uri, body);
        answer.EnsureSuccessStatusCode();
    }

    private static Uri AddressOf(string place) =>
        new(IsInVolume(place) ? $"/api/2.0/fs/files{place}" : $"/api/2.0/workspace-files{Plain(place)}", UriKind.Relative);

    private static string ImportOf(string place) => $"/api/2.0/workspace-files/import-file{Plain(place)}";

    private static string Plain(string place) => place["/Workspace".Length..];

    private static bool IsInVolume(string place) => place.StartsWith("/Volumes/", StringComparison.Ordinal);
}
