using Build.Packaging;
using Layercake.Testing;

namespace Layercake.Build.Tests.Packaging;

public sealed class UnpackedContentTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_somebody_put_into_an_unpacked_package_and_is_no_file_is_not_opened()
    {
        if (OperatingSystem.IsWindows())
            return;

        NamedPipe.Create(folder["package.json"]);
        using var content = new UnpackedContent(folder.FullPath);

        Assert.Throws<InvalidDataException>(() => content.Open("package.json"));
    }
}
