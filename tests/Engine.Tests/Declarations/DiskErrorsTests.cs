using Layercake.Engine.Declarations;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Declarations;

public sealed class DiskErrorsTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_in_the_way_is_named_and_no_word_is_the_runtimes()
    {
        folder.Write("file", "");
        Directory.CreateDirectory(folder["folder"]);

        Assert.Equal("it is a folder", Writing(folder["folder"]));
        Assert.Equal($"{folder["file"]} is a file, and a folder is needed there", Writing(folder["file/below/it"]));
        Assert.Equal("there is no such folder", Writing(folder["missing/file"]));
        Assert.Equal("there is no such file", Reading(folder["missing"]));
    }

    private static string Writing(string file) => DiskErrors.Words(Assert.ThrowsAny<Exception>(() => File.WriteAllText(file, "x")), file);

    private static string Reading(string file) => DiskErrors.Words(Assert.ThrowsAny<Exception>(() => File.ReadAllText(file)), file);
}
