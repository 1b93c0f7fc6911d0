using Layercake.Engine.Environments;
using Layercake.Identity.Certificates;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Environments;

public sealed class CredentialFilesTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_read_with_its_name_and_its_text_form_shows_nothing_else()
    {
        File.WriteAllText(folder["deploy.pem"], "canary");

        var file = CredentialFiles.Read(folder["deploy.pem"]);

        Assert.Equal(("canary", folder["deploy.pem"]), (file.Text, file.ToString()));
    }

    [Fact]
    public void A_file_that_is_not_there_or_cannot_be_read_says_so()
    {
        Directory.CreateDirectory(folder["folder"]);

        Assert.Equal($"There is no file {folder["nowhere.pem"]}.", Failure(folder["nowhere.pem"]));
        Assert.Equal($"{folder["folder"]} cannot be read: permission is denied.", Failure(folder["folder"]));
    }

    private static string Failure(string path) => Assert.Throws<CertificateException>(() => CredentialFiles.Read(path)).Message;
}
