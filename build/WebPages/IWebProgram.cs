namespace Build.WebPages;

/// <summary>Serves the web page until it is stopped.</summary>
public interface IWebProgram
{
    Task RunAsync();
}
