namespace Layercake.Identity.Certificates;

/// <summary>A file that somebody signs in with. Its text form never shows what it holds.</summary>
public sealed record CredentialFile(string Path, byte[] Bytes)
{
    /// <summary>In UTF-8, or in what the mark at its start says.</summary>
    public string Text
    {
        get
        {
            using var reader = new StreamReader(new MemoryStream(Bytes));
            return reader.ReadToEnd();
        }
    }

    public override string ToString() => Path;
}
