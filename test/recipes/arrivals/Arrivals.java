import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** Makes the server of a recipe in Java. Tells of each numbered request once the recipe has begun to read its body. */
public final class Arrivals extends HttpServerProvider {
  private final HttpServerProvider ordinary;

  public Arrivals() throws ReflectiveOperationException {
    ordinary = (HttpServerProvider) Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
        .getConstructor().newInstance();
  }

  @Override
  public HttpServer createHttpServer(InetSocketAddress address, int backlog) throws IOException {
    return new Telling(ordinary.createHttpServer(address, backlog));
  }

  @Override
  public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) throws IOException {
    return ordinary.createHttpsServer(address, backlog);
  }

  private static final class Body extends FilterInputStream {
    private final String number;

    Body(InputStream stream, String number) {
      super(stream);
      this.number = number;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      System.err.println("*** request " + number + " has arrived");
      return super.read(bytes, from, length);
    }
  }

  private static final class Tell extends Filter {
    @Override
    public String description() {
      return "tells of requests";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      String number = exchange.getRequestHeaders().getFirst("X-Test-Number");
      if (number != null) exchange.setStreams(new Body(exchange.getRequestBody(), number), null);
      chain.doFilter(exchange);
    }
  }

  private static final class Telling extends HttpServer {
    private final HttpServer server;

    Telling(HttpServer server) {
      this.server = server;
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
      HttpContext context = server.createContext(path, handler);
      context.getFilters().add(new Tell());
      return context;
    }

    @Override
    public HttpContext createContext(String path) {
      return createContext(path, null);
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
      server.bind(address, backlog);
    }

    @Override
    public void start() {
      server.start();
    }

    @Override
    public void setExecutor(Executor executor) {
      server.setExecutor(executor);
    }

    @Override
    public Executor getExecutor() {
      return server.getExecutor();
    }

    @Override
    public void stop(int delay) {
      server.stop(delay);
    }

    @Override
    public void removeContext(String path) {
      server.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
      server.removeContext(context);
    }

    @Override
    public InetSocketAddress getAddress() {
      return server.getAddress();
    }
  }
}
