using Layercake.Testing;

namespace Layercake.Web.Tests.Support;

/// <summary>A server of a folder that has files beside it, with one browser signed in.</summary>
public sealed class ServedFolder : IAsyncLifetime
{
    private readonly TempDirectory folder = new();

    /// <summary>Of the folder around the one that is served.</summary>
    public string FullPath => folder.FullPath;

    internal PageServer Page { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        folder.Write("web/_content/inside.css", "inside");
        folder.Write("web/notes.unknown", "outside");
        folder.Write("web/.hidden.css", "outside");
        folder.Write("outside.css", "outside");
        folder.Write("web-outside/outside.css", "outside");
        Page = await PageServer.StartSignedInAsync(options: new WebOptions { Files = folder["web"] });
    }

    public async Task DisposeAsync()
    {
        await Page.DisposeAsync();
        folder.Dispose();
    }
}
