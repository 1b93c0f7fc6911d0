using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Layercake.Web.Tests.Support;

/// <summary>Blazor's protocol without a browser, for what no browser sends.</summary>
internal sealed class Circuit : IDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly StringBuilder heard = new();

    // The server says from time to time that it is there, so that no single answer can be waited for.
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));

    /// <summary>The secret that gives the circuit back after its connection was lost.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>A connection that started no circuit.</summary>
    public static async Task<Circuit> ConnectAsync(string server, params (string Name, string Value)[] headers)
    {
        var circuit = new Circuit();
        circuit.socket.Options.SetRequestHeader("Origin", server);
        foreach (var (name, value) in headers)
            circuit.socket.Options.SetRequestHeader(name, value);
        await circuit.socket.ConnectAsync(new Uri($"{server.Replace("http:", "ws:", StringComparison.Ordinal)}/_blazor"), default);
        var hello = "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray();
        await circuit.socket.SendAsync(hello, WebSocketMessageType.Text, true, default);
        return circuit;
    }

    public static async Task<Circuit> StartAsync(string server, params (string Name, string Value)[] headers)
    {
        var circuit = await ConnectAsync(server, headers);
        circuit.Secret = await circuit.CallAsync("StartCircuit", "CfDJ8[-_A-Za-z0-9]+", $"{server}/", $"{server}/", "[]", "");
        return circuit;
    }

    /// <returns>What the pattern matches in all that came since.</returns>
    public async Task<string> CallAsync(string method, string pattern, params object[] arguments)
    {
        heard.Clear();
        await SendAsync(method, arguments);
        while (true)
            if (Regex.Match(heard.ToString(), pattern) is { Success: true } match)
                return match.Value;
            else if (!await HearAsync())
                return "";
    }

    public Task SendAsync(string method, params object[] arguments)
    {
        List<byte> message = [0x96, 1, 0x80, .. Packed("7"), .. Packed(method), (byte)(0x90 | arguments.Length)];
        foreach (var argument in arguments)
            message.AddRange(Packed(argument));
        message.Add(0x90);
        return socket.SendAsync((byte[])[.. Length(message.Count), .. message], WebSocketMessageType.Binary, true, default);
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public async Task ClosedAsync()
    {
        while (await HearAsync()) { }
    }

    public void Dispose()
    {
        socket.Dispose();
        patience.Dispose();
    }

    private async Task<bool> HearAsync()
    {
        try
        {
            var buffer = new byte[16 * 1024];
            var received = await socket.ReceiveAsync(buffer, patience.Token);
            heard.Append(Encoding.Latin1.GetString(buffer, 0, received.Count));
            return received.MessageType != WebSocketMessageType.Close;
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    private static byte[] Packed(object value)
    {
        var bytes = new byte[5];
        if (value is long or int)
        {
            bytes = new byte[9];
            bytes[0] = 0xd3;
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), Convert.ToInt64(value, null));
            return bytes;
        }

        var text = Encoding.UTF8.GetBytes((string)value);
        bytes[0] = 0xdb;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), text.Length);
        return [.. bytes, .. text];
    }

    private static IEnumerable<byte> Length(int length)
    {
        for (; length > 127; length >>= 7)
            yield return (byte)(length & 127 | 128);
        yield return (byte)length;
    }
}
